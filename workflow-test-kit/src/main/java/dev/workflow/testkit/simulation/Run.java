package dev.workflow.testkit.simulation;

import dev.workflow.EngineOptions;
import dev.workflow.PublishReceipt;
import dev.workflow.WorkflowEngine;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.spi.ActorDirectory;
import dev.workflow.spi.store.StoreUnavailableException;
import dev.workflow.spi.store.WorkflowStore;
import dev.workflow.statistics.Statistics;
import dev.workflow.testkit.Invariants;
import dev.workflow.testkit.StatisticsCheck;
import dev.workflow.testkit.VirtualClock;
import dev.workflow.testkit.WorkflowTestKit;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * One history: the scheduler. It holds the baton, hands it to one strand of one node at a time, and
 * decides by the seed who continues, what is published and how far the clock moves.
 */
final class Run implements AutoCloseable {

  private static final Duration LEASE = Duration.ofSeconds(15);
  private static final Instant LATEST = WorkflowTestKit.START.plus(Duration.ofHours(6));
  private static final int DECISIONS_AT_MOST = 20_000;
  private static final int FAULTY_DECISIONS = 400;
  private static final int COUNTING = 25;

  private final long seed;
  private final SplittableRandom random;
  private final VirtualClock clock = new VirtualClock(WorkflowTestKit.START);
  private final Journal journal = new Journal();
  private final WorkflowStore store;
  private final Workload workload;
  private final Model model;
  private final Chaos chaos;
  private final WorkflowEngine reader;
  private final List<SimulatedNode> nodes = new ArrayList<>();
  private final List<Strand> strands = new ArrayList<>();
  private final Agenda agenda;
  private final int size;
  private int born;
  private int decisions;

  Run(long seed, int size, Function<InstantSource, ? extends WorkflowStore> stores) {
    this.seed = seed;
    this.size = size;
    this.random = new SplittableRandom(seed);
    this.store = stores.apply(clock);
    this.workload = new Workload(random.split());
    this.model = new Model(store, workload);
    this.chaos = new Chaos(random.split(), clock, LEASE, journal);
    this.agenda = new Agenda(workload.planned());
    this.reader = engine(new SimulatedNode("reader", chaos), store);
    for (String document : workload.documents()) {
      reader.definitions().publish(Workload.TENANT, WorkflowDefinition.parse(document));
    }
  }

  private WorkflowEngine engine(SimulatedNode node, WorkflowStore itsStore) {
    WorkflowEngine.Builder builder =
        WorkflowEngine.builder()
            .store(itsStore)
            .clock(clock)
            .executor(Runnable::run)
            .actors(ActorDirectory.open())
            .options(
                EngineOptions.defaults()
                    .withNodeId(node.name())
                    .withLease(LEASE)
                    .withHandlerTimeout(Duration.ofDays(1)))
            .messaging(m -> m.sender(SimulatedActions.sender(node, model)));
    SimulatedActions.of(node, model).forEach(builder::handler);
    return builder.build();
  }

  /** Plays it to its end. */
  void play() {
    try {
      while (!finished()) {
        if (decisions++ == FAULTY_DECISIONS) {
          journal.add("no more faults");
          chaos.end();
        }
        if (decisions > DECISIONS_AT_MOST || clock.instant().isAfter(LATEST)) {
          throw stuck();
        }
        decide();
        throwBroken();
      }
      model.finish();
      Invariants.check(reader, Workload.TENANT);
      recount();
    } catch (Broken e) {
      throw failure(e);
    } catch (AssertionError e) {
      throw failure(new Broken(Guarantee.DURABLE_IN_ORDER, null, String.valueOf(e.getMessage())));
    }
  }

  private void recount() {
    try {
      StatisticsCheck.check(reader, Workload.TENANT);
    } catch (AssertionError e) {
      throw new Broken(Guarantee.COUNTED_ONCE, null, String.valueOf(e.getMessage()));
    }
  }

  private boolean finished() {
    return strands.isEmpty()
        && agenda.isEmpty()
        && reader.nextDue().isEmpty()
        && model.open().isEmpty();
  }

  private Broken stuck() {
    ModelInstance first = model.open().stream().findFirst().orElse(null);
    String what =
        "after " + decisions + " decisions, at " + clock.instant() + ", the history has not ended";
    return first == null
        ? new Broken(Guarantee.NOTHING_IS_STUCK, null, what)
        : first.broken(Guarantee.NOTHING_IS_STUCK, what + ": it is " + first.state());
  }

  private void throwBroken() {
    Broken broken = model.broken();
    if (broken != null) {
      throw broken;
    }
  }

  private void decide() {
    replaceTheDead();
    List<Strand> able = strands.stream().filter(strand -> able(strand.node())).toList();
    List<SimulatedNode> idle =
        nodes.stream().filter(node -> able(node) && strandsOf(node) == 0).toList();
    Workload.Planned next = agenda.due(clock.instant());
    int choice = random.nextInt(10);
    if (counts() && decisions % COUNTING == 0 && !idle.isEmpty()) {
      count(pick(idle));
    } else if (next != null && !idle.isEmpty() && choice < 5) {
      publish(next, pick(idle));
    } else if (!able.isEmpty() && choice < 7) {
      resume(pick(able));
    } else if (!idle.isEmpty() && worthWorking() && choice < 9) {
      work(pick(idle));
    } else if (able.isEmpty() && next == null && (idle.isEmpty() || !worthWorking())) {
      advance();
    } else if (choice == 9 && random.nextInt(4) == 0) {
      clock.advance(Duration.ofMillis(random.nextInt(5_000)));
      journal.add("the clock moves to " + clock.instant());
    }
  }

  private boolean able(SimulatedNode node) {
    return node.dead() || !node.pausedUntil().isAfter(clock.instant());
  }

  private long strandsOf(SimulatedNode node) {
    return strands.stream().filter(strand -> strand.node() == node).count();
  }

  private boolean worthWorking() {
    Optional<Instant> due = reader.nextDue();
    return due.isPresent() && !due.get().isAfter(clock.instant());
  }

  private <T> T pick(List<T> from) {
    return from.get(random.nextInt(from.size()));
  }

  private void replaceTheDead() {
    for (SimulatedNode node : List.copyOf(nodes)) {
      if (node.dead() && strandsOf(node) == 0) {
        node.engine().close();
        nodes.remove(node);
      }
    }
    while (nodes.stream().filter(node -> !node.dead()).count() < size) {
      SimulatedNode node = new SimulatedNode("node-" + ++born, chaos);
      node.engine(engine(node, new SimulatedStore(store, node, model)));
      nodes.add(node);
      journal.add(node.name() + " is there");
    }
  }

  /** Moves the clock to the next thing that happens. */
  private void advance() {
    Instant now = clock.instant();
    Optional<Instant> atWindow = agenda.bind(model.events().windowEnd(now));
    if (atWindow.isPresent()) {
      moveTo(atWindow.get());
      return;
    }
    Stream<Instant> times =
        Stream.of(
                reader.nextDue().stream(),
                nodes.stream().map(SimulatedNode::pausedUntil),
                agenda.times())
            .flatMap(Function.identity());
    moveTo(
        times.filter(time -> time.isAfter(now)).min(Instant::compareTo).orElse(now.plusSeconds(1)));
  }

  private void moveTo(Instant time) {
    if (time.isAfter(clock.instant())) {
      clock.moveTo(time);
      journal.add("the clock moves to " + time);
    }
    agenda.passed(time);
  }

  private void work(SimulatedNode node) {
    journal.add(node.name() + " looks for work");
    start(new Strand(node, "work", () -> node.engine().runUntilIdle()));
  }

  /** In one history of four nodes count meanwhile; in the others all is counted at the end. */
  private boolean counts() {
    return seed % 4 == 3;
  }

  /** What has happened until now is counted, while others go on. */
  private void count(SimulatedNode node) {
    journal.add(node.name() + " counts");
    Statistics.Query all =
        Statistics.Query.of(
            Workload.TENANT, WorkflowTestKit.START, WorkflowTestKit.START.plusSeconds(1));
    start(new Strand(node, "count", () -> node.engine().statistics().runs(all)));
  }

  private void publish(Workload.Planned planned, SimulatedNode node) {
    String id = String.valueOf(planned.event().id());
    journal.add(node.name() + " publishes " + planned.event().type() + " " + id);
    agenda.take(planned);
    start(new Strand(node, "publish", () -> publishUntilAccepted(node, planned)));
  }

  private void publishUntilAccepted(SimulatedNode node, Workload.Planned planned) {
    try {
      PublishReceipt receipt = node.engine().events().publish(planned.event());
      node.check();
      model.checking(() -> model.events().acknowledged(receipt));
    } catch (StoreUnavailableException | Crashed e) {
      agenda.again(planned);
      throw e;
    }
  }

  private void start(Strand strand) {
    strands.add(strand);
    resume(strand);
  }

  private void resume(Strand strand) {
    strand.resume();
    if (strand.ended()) {
      strands.remove(strand);
      Throwable thrown = strand.thrown();
      if (thrown != null) {
        journal.add(
            strand.node().name() + " ends to " + strand.name() + ": " + thrown.getMessage());
        surprise(strand, thrown);
      }
    }
  }

  private static void surprise(Strand strand, Throwable thrown) {
    if (!Simulation.injected(thrown)) {
      throw new IllegalStateException(strand.node().name() + " could not " + strand.name(), thrown);
    }
  }

  private SimulationFailure failure(Broken broken) {
    return SimulationFailure.of(seed, broken, journal.lines(), reader);
  }

  int decisions() {
    return decisions;
  }

  List<String> journal() {
    return journal.lines();
  }

  /** Lets every thread go and closes the engines and the store. */
  @Override
  public void close() {
    chaos.end();
    nodes.forEach(SimulatedNode::die);
    for (Strand strand : strands) {
      while (!strand.ended() && !strand.hangs()) {
        strand.resume();
      }
    }
    nodes.forEach(node -> node.engine().close());
    reader.close();
    store.close();
  }
}
