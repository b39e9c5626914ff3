package dev.workflow.testkit.simulation.features;

/** The model: each guarantee has its check. */
final class Guarantees {

  private Guarantees() {}

  static void addTo(Stage stage) {
    Checks checks = stage.checks();
    checks.add(new EndCheck(stage));
    checks.add(new FallbackCheck(stage));
    checks.add(new PauseCheck(stage));
    checks.add(new CommandCheck(stage));
    checks.add(new InboxCheck(stage));
    checks.add(new ActorCheck(stage));
    checks.add(new ClaimCheck(stage));
    checks.add(new LossCheck(stage));
    checks.add(new CompletionCheck());
    checks.add(new CutCheck());
    checks.add(new ResultCheck(stage));
    checks.add(new TwiceCheck(stage));
    checks.add(new TimeCheck(stage));
    checks.add(new WindowCheck(stage));
    checks.add(new CapCheck(stage));
    checks.add(new RetryCheck(stage));
    checks.add(new EventCheck(stage));
    checks.add(new ConcurrencyCheck(stage));
    checks.add(new LinkCheck(stage));
    checks.add(new ArrivalCheck(stage));
    checks.add(new LockCheck(stage));
    checks.add(new LimitCheck(stage));
    checks.add(new RecordCheck(stage));
    checks.add(new DecisionCheck(stage));
    checks.add(new ForeignCheck(stage));
    checks.add(new CalendarCheck(stage));
    checks.add(new RetentionCheck(stage));
    checks.add(new StuckCheck(stage));
    checks.add(new TenantCheck(stage));
    checks.add(new ReadableCheck(stage));
  }
}
