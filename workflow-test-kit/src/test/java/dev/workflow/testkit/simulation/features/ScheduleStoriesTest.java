package dev.workflow.testkit.simulation.features;

import static dev.workflow.testkit.WorkflowTestKit.START;
import static dev.workflow.testkit.WorkflowTestKit.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.workflow.Actor;
import dev.workflow.EngineOptions;
import dev.workflow.InstanceId;
import dev.workflow.Instances;
import dev.workflow.WorkflowEngine;
import dev.workflow.WorkflowException;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.memory.InMemoryWorkflowStore;
import dev.workflow.schedule.Schedule;
import dev.workflow.schedule.Tick;
import dev.workflow.spi.ActorDirectory;
import dev.workflow.spi.store.WorkflowStore;
import dev.workflow.testkit.VirtualClock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/**
 * Stories of one schedule, each made from a seed: nodes that die, stand still or never hear of a
 * commit, a clock that jumps, pauses, new versions, runs by hand, instances that are cancelled. A
 * model that only counts says which ticks there must have been: each once, none twice, none lost.
 */
class ScheduleStoriesTest {

  private static final Duration PERIOD = Duration.ofMinutes(10);
  private static final ZoneId AMSTERDAM = ZoneId.of("Europe/Amsterdam");
  private static final String AT_HALF_PAST_TWO =
      "\"schedule\": \"30 2 * * *\", \"timezone\": \"Europe/Amsterdam\"";
  private static final Actor ANN = Actor.of("ann");
  private static final Pattern MANY = Pattern.compile("(\\d+) ticks from .*");

  private final Logger log = (Logger) LoggerFactory.getLogger("dev.workflow");

  /** The engines tell what is done to them. */
  @BeforeEach
  void silence() {
    log.setLevel(Level.OFF);
  }

  @AfterEach
  void listen() {
    log.setLevel(null);
  }

  @ParameterizedTest
  @ValueSource(strings = {"skip", "queue", "allow", "replace"})
  void each_tick_happens_once_whatever_happens_to_nodes_and_clocks(String overlap) {
    for (long seed = 0; seed < 110; seed++) {
      new Story(seed, overlap, Rhythm.TEN_MINUTES).play();
    }
  }

  /** Daily at a time that one day does not have, and another one has twice. */
  @ParameterizedTest
  @CsvSource({"skip, SPRING", "queue, SPRING", "skip, AUTUMN", "allow, AUTUMN"})
  void each_day_has_its_tick_when_the_clocks_are_changed(String overlap, Rhythm rhythm) {
    for (long seed = 0; seed < 40; seed++) {
      new Story(seed, overlap, rhythm).play();
    }
  }

  /** When a schedule ticks, as the model counts it. */
  private enum Rhythm {
    TEN_MINUTES("\"every\": \"PT10M\", \"anchor\": \"" + START + "\"", START),
    SPRING(AT_HALF_PAST_TWO, Instant.parse("2026-03-28T12:00:00Z")),
    AUTUMN(AT_HALF_PAST_TWO, Instant.parse("2026-10-24T12:00:00Z"));

    private final String json;
    private final Instant start;

    Rhythm(String json, Instant start) {
      this.json = json;
      this.start = start;
    }

    /** How many ticks there are from the start, without that itself, to a time. */
    long number(Instant time) {
      if (this == TEN_MINUTES) {
        return Duration.between(start, time).dividedBy(PERIOD);
      }
      long ticks = 0;
      LocalDate day = LocalDate.ofInstant(start, AMSTERDAM).plusDays(1);
      while (!tick(day).isAfter(time)) {
        ticks++;
        day = day.plusDays(1);
      }
      return ticks;
    }

    /** The earlier one of two, and the moment of the change for none. */
    private static Instant tick(LocalDate day) {
      LocalDateTime local = day.atTime(2, 30);
      List<ZoneOffset> offsets = AMSTERDAM.getRules().getValidOffsets(local);
      return offsets.isEmpty()
          ? AMSTERDAM.getRules().getTransition(local).getInstant()
          : local.toInstant(offsets.get(0));
    }
  }

  private static final class Story {

    private final long seed;
    private final String overlap;
    private final SplittableRandom random;
    private final Rhythm rhythm;
    private final VirtualClock clock;
    private final WorkflowStore store;
    private final Names names = new Names();
    private final Poison poison = new Poison();
    private final List<WorkflowEngine> engines = new ArrayList<>();
    private final WorkflowEngine healthy;
    private StageNode node;
    private int depth;

    /** How many ticks were planned while it was not paused, as the model counts them. */
    private long planned;

    private Instant counted;
    private boolean paused;

    Story(long seed, String overlap, Rhythm rhythm) {
      this.seed = seed;
      this.overlap = overlap;
      this.rhythm = rhythm;
      this.clock = new VirtualClock(rhythm.start);
      this.counted = rhythm.start;
      this.store = new InMemoryWorkflowStore(clock);
      this.random = new SplittableRandom(seed);
      this.healthy = engine(new StageNode("healthy", () -> {}));
      this.node = next();
    }

    private StageNode next() {
      StageNode born = new StageNode("node-" + engines.size(), this::meanwhile);
      born.engine(engine(born));
      return born;
    }

    private WorkflowEngine engine(StageNode of) {
      WorkflowEngine engine =
          WorkflowEngine.builder()
              .store(new StageStore(store, of, names, poison))
              .clock(clock)
              .executor(Runnable::run)
              .actors(ActorDirectory.open())
              .options(EngineOptions.defaults().withNodeId(of.name()))
              .build();
      engines.add(engine);
      return engine;
    }

    void play() {
      try {
        publish();
        for (int act = 0; act < 40; act++) {
          act();
        }
        settle();
        check();
      } catch (AssertionError e) {
        throw new AssertionError(
            "seed " + seed + ", overlap " + overlap + ": " + e.getMessage(), e);
      } finally {
        engines.forEach(WorkflowEngine::close);
        store.close();
      }
    }

    /** While a node stands still, the others go on. */
    private void meanwhile() {
      depth++;
      for (int i = 0; depth == 1 && i < 3; i++) {
        byHealthy();
      }
      depth--;
    }

    private void act() {
      if (random.nextInt(3) == 0) {
        byHealthy();
        return;
      }
      Fault.Kind[] kinds = Fault.Kind.values();
      node.begin(new Fault(kinds[random.nextInt(kinds.length)], 1 + random.nextInt(8)));
      try {
        node.engine().runUntilIdle();
      } catch (StageNode.NodeIsDead | WorkflowException e) {
        assertThat(StageStore.injected(e)).as(e.toString()).isTrue();
      } finally {
        node.finish();
      }
      if (node.dead()) {
        node = next();
      }
    }

    private void byHealthy() {
      switch (random.nextInt(10)) {
        case 0 -> pauseOrResume();
        case 1 -> publish();
        case 2 -> healthy.schedules().runNow(TENANT, schedule().id(), false, ANN);
        case 3 -> cancelOne();
        case 4 -> pass(Duration.ofSeconds(random.nextInt(90_000)));
        case 5, 6, 7 -> pass(Duration.ofSeconds(random.nextInt(1_200)));
        default -> healthy.runUntilIdle();
      }
    }

    private void pass(Duration time) {
      clock.advance(time);
      count();
    }

    /** Counts the ticks since it was counted last. */
    private void count() {
      Instant now = clock.instant();
      if (!paused) {
        planned += rhythm.number(now) - rhythm.number(counted);
      }
      counted = now;
    }

    private void pauseOrResume() {
      if (paused) {
        healthy.schedules().resume(TENANT, schedule().id(), ANN);
      } else {
        healthy.schedules().pause(TENANT, schedule().id(), ANN);
      }
      paused = !paused;
    }

    private void publish() {
      healthy
          .definitions()
          .publish(
              TENANT,
              WorkflowDefinition.parse(
                  """
                  {"key": "s", "steps": [{"id": "d", "delay": "PT%dM"}],
                   "triggers": [{%s, "overlap": "%s", "misfire": "%s"}]}
                  """
                      .formatted(
                          1 + random.nextInt(30),
                          rhythm.json,
                          overlap,
                          List.of("once", "all", "skip").get(random.nextInt(3)))),
              ANN);
    }

    private void cancelOne() {
      List<InstanceId> open =
          instances().stream()
              .filter(one -> !one.state().ended())
              .map(Instances.Summary::id)
              .toList();
      if (!open.isEmpty()) {
        healthy.instances().cancel(TENANT, open.get(random.nextInt(open.size())), ANN, null);
      }
    }

    private List<Instances.Summary> instances() {
      return healthy.instances().list(Instances.Query.of(TENANT), null, 1_000).items();
    }

    private Schedule schedule() {
      return healthy.schedules().list(TENANT, "s", null, 10).items().get(0);
    }

    private void settle() {
      clock.advance(Duration.ofMinutes(5));
      count();
      healthy.runUntilIdle();
    }

    private void check() {
      List<Tick> all = healthy.schedules().history(TENANT, schedule().id(), null, 1_000).items();
      List<Tick> started = all.stream().filter(tick -> tick.instance() != null).toList();
      assertThat(started).extracting(Tick::instance).doesNotHaveDuplicates();
      assertThat(instances())
          .as("every instance belongs to a tick")
          .extracting(Instances.Summary::id)
          .containsExactlyInAnyOrderElementsOf(started.stream().map(Tick::instance).toList());
      long accounted = all.stream().mapToLong(Story::ticks).sum();
      assertThat(accounted).as("ticks that are accounted for").isEqualTo(planned);
      assertThat(states(all, Tick.State.RUNNING)).isEqualTo(schedule().running());
      assertThat(states(all, Tick.State.QUEUED)).isEqualTo(schedule().queued());
      assertThat(instances().stream().filter(one -> !one.state().ended()).count())
          .as("instances under way")
          .isEqualTo(schedule().running());
      if (!overlap.equals("allow")) {
        oneAfterTheOther(started);
      }
    }

    private static long states(List<Tick> ticks, Tick.State state) {
      return ticks.stream().filter(tick -> tick.state() == state).count();
    }

    /** How many planned ticks an entry stands for. */
    private static long ticks(Tick tick) {
      if (tick.kind() == Tick.Kind.RUN) {
        return 0;
      } else if (tick.kind() == Tick.Kind.TICK) {
        return 1;
      }
      Matcher many = MANY.matcher(tick.reason());
      return many.matches() ? Long.parseLong(many.group(1)) : 1;
    }

    private static void oneAfterTheOther(List<Tick> started) {
      List<Tick> inOrder =
          started.stream()
              .sorted(Comparator.comparing(Tick::startedAt).thenComparing(Story::end))
              .toList();
      for (int i = 1; i < inOrder.size(); i++) {
        assertThat(inOrder.get(i).startedAt())
            .as("the start after %s", inOrder.get(i - 1))
            .isAfterOrEqualTo(end(inOrder.get(i - 1)));
      }
    }

    private static Instant end(Tick tick) {
      return tick.endedAt() == null ? Instant.MAX : tick.endedAt();
    }
  }
}
