package dev.workflow.testkit.simulation.features;

import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a story leans towards: two thirds of the stories have a theme, so that what must meet for a
 * rare fault meets often.
 *
 * @param topics what it is about, and little else
 * @param kinds of step that it has many of, its workflows as a rule in this order
 * @param traits of its steps that are the rule
 * @param verbs what happens most of the time
 */
record Theme(Set<Topic> topics, List<String> kinds, Set<String> traits, Set<Verb> verbs) {

  static final String DELAY = "delay";
  static final String TIMEOUT = "timeout";
  static final String ASSIGNEE = "assignee";
  static final String ROLE = "role";
  static final String FAILS = "fails";
  static final String WAITS = "waits";
  static final String REFUSED = "refused";
  static final String REPLACES = "replaces";
  static final String QUEUES = "queues";
  static final String ONE_AT_A_TIME = "one at a time";
  static final String NASTY = "nasty";
  static final String ANNOUNCES = "announces";
  static final String STANDS = "nodes stand still";
  static final String DEFERRED = "deferred";
  static final String CALENDAR = "calendar";
  static final String DIGESTS = "digests";

  /** Of no theme: everything may happen. */
  static final Theme NONE = new Theme(Set.of(), List.of(), Set.of(), Set.of());

  private static final List<Theme> ALL =
      List.of(
          new Theme(
              Set.of(Topic.PEOPLE, Topic.TIMES),
              List.of("person"),
              Set.of(DELAY, ROLE),
              Set.of(Verb.CLAIM, Verb.COMPLETE, Verb.INBOX)),
          new Theme(
              Set.of(Topic.PEOPLE, Topic.TIMES),
              List.of("person"),
              Set.of(TIMEOUT, ROLE),
              Set.of(Verb.CLAIM, Verb.ADVANCE)),
          new Theme(
              Set.of(Topic.PEOPLE),
              List.of("person"),
              Set.of(ASSIGNEE),
              Set.of(Verb.CLAIM, Verb.COMPLETE, Verb.SKIP, Verb.INBOX)),
          new Theme(
              Set.of(Topic.PEOPLE),
              List.of("person"),
              Set.of(ROLE),
              Set.of(Verb.CLAIM, Verb.COMPLETE, Verb.FAIL, Verb.RELEASE)),
          new Theme(
              Set.of(Topic.CALLBACK, Topic.PEOPLE, Topic.PAUSING),
              List.of("callback"),
              Set.of(),
              Set.of(Verb.COMPLETE, Verb.CLAIM, Verb.PUBLISH, Verb.FAIL)),
          new Theme(
              Set.of(Topic.CHILDREN, Topic.MESSAGES, Topic.HANDLING, Topic.ENDING),
              List.of("child", "send"),
              Set.of(WAITS),
              Set.of(Verb.CANCEL, Verb.REPLY)),
          new Theme(
              Set.of(Topic.CHILDREN, Topic.MESSAGES, Topic.HANDLING, Topic.ENDING, Topic.TIMES),
              List.of("child", "send", "delay"),
              Set.of(WAITS),
              Set.of(Verb.CANCEL)),
          new Theme(
              Set.of(Topic.CHILDREN, Topic.MESSAGES, Topic.HANDLING, Topic.PAUSING, Topic.TIMES),
              List.of("child", "send", "delay"),
              Set.of(WAITS, DELAY),
              Set.of(Verb.PAUSE, Verb.RESUME)),
          new Theme(
              Set.of(Topic.MESSAGES, Topic.HANDLING, Topic.PAUSING, Topic.TIMES),
              List.of("send", "delay"),
              Set.of(WAITS),
              Set.of(Verb.PAUSE)),
          new Theme(
              Set.of(Topic.CHAOS, Topic.MESSAGES, Topic.PAUSING, Topic.TIMES),
              List.of("send", "delay"),
              Set.of(DEFERRED, STANDS),
              Set.of(Verb.PAUSE)),
          new Theme(
              Set.of(Topic.MESSAGES, Topic.HANDLING, Topic.ENDING),
              List.of("send"),
              Set.of(WAITS, ANNOUNCES),
              Set.of(Verb.PUBLISH)),
          new Theme(
              Set.of(Topic.CONCURRENCY, Topic.MESSAGES, Topic.HANDLING, Topic.ENDING),
              List.of("send"),
              Set.of(WAITS, REPLACES),
              Set.of(Verb.PUBLISH)),
          new Theme(
              Set.of(Topic.MESSAGES, Topic.HANDLING, Topic.ENDING),
              List.of("send"),
              Set.of(WAITS),
              Set.of(Verb.PURGE)),
          new Theme(
              Set.of(Topic.MESSAGES, Topic.HANDLING, Topic.ENDING),
              List.of("send"),
              Set.of(DIGESTS, DEFERRED),
              Set.of(Verb.CANCEL)),
          new Theme(
              Set.of(Topic.PEOPLE, Topic.PAUSING, Topic.TIMES),
              List.of("person"),
              Set.of(TIMEOUT, ROLE),
              Set.of(Verb.PAUSE, Verb.RESUME, Verb.ADVANCE)),
          new Theme(
              Set.of(Topic.CONCURRENCY, Topic.PAUSING, Topic.CHILDREN, Topic.TIMES),
              List.of("child", "delay"),
              Set.of(QUEUES, DELAY),
              Set.of(Verb.PAUSE, Verb.PUBLISH)),
          new Theme(
              Set.of(Topic.MESSAGES, Topic.ENDING),
              List.of("send"),
              Set.of(REFUSED),
              Set.of(Verb.MESSAGE_RESEND, Verb.CANCEL)),
          new Theme(
              Set.of(Topic.FAILURE, Topic.LOOPS),
              List.of("each", "work"),
              Set.of(FAILS, ONE_AT_A_TIME),
              Set.of(Verb.RETRY)),
          new Theme(
              Set.of(Topic.FAILURE, Topic.FORKS, Topic.TIMES, Topic.PEOPLE),
              List.of("parallel", "split", "work", "person"),
              Set.of(FAILS, TIMEOUT),
              Set.of(Verb.RETRY, Verb.ADVANCE)),
          new Theme(
              Set.of(Topic.FAILURE, Topic.CHILDREN, Topic.BULK),
              List.of("child", "work"),
              Set.of(FAILS),
              Set.of(Verb.RETRY, Verb.BULK)),
          new Theme(
              Set.of(Topic.FAILURE, Topic.STOP, Topic.BULK),
              List.of("stop"),
              Set.of(),
              Set.of(Verb.RETRY, Verb.BULK)),
          new Theme(
              Set.of(Topic.FAILURE, Topic.ENDING, Topic.MESSAGES),
              List.of("work"),
              Set.of(FAILS),
              Set.of(Verb.RETRY, Verb.PUBLISH, Verb.REPLY)),
          new Theme(
              Set.of(Topic.FAILURE, Topic.CONCURRENCY),
              List.of("work"),
              Set.of(FAILS),
              Set.of(Verb.RETRY, Verb.PUBLISH)),
          new Theme(
              Set.of(Topic.CHILDREN, Topic.CONCURRENCY, Topic.TIMES),
              List.of("child", "delay"),
              Set.of(DELAY),
              Set.of(Verb.PUBLISH)),
          new Theme(
              Set.of(Topic.EVENTS), List.of("announce", "wait"), Set.of(), Set.of(Verb.PUBLISH)),
          new Theme(
              Set.of(Topic.BAD_INPUT, Topic.MESSAGES, Topic.PEOPLE, Topic.PAUSING, Topic.ENDING),
              List.of("work", "send", "person"),
              Set.of(NASTY),
              Set.of(Verb.PUBLISH, Verb.PAUSE, Verb.CANCEL, Verb.SKIP)),
          new Theme(
              Set.of(Topic.HOST, Topic.TIMES, Topic.CHILDREN),
              List.of("delay", "work", "child"),
              Set.of(CALENDAR),
              Set.of(Verb.HOST_FAILS, Verb.PUBLISH)),
          new Theme(
              Set.of(Topic.POISON, Topic.TIMES),
              List.of("work", "delay"),
              Set.of(),
              Set.of(Verb.POISON, Verb.HEAL)),
          new Theme(
              Set.of(Topic.POISON, Topic.MESSAGES, Topic.HANDLING, Topic.ENDING, Topic.CHILDREN),
              List.of("child", "send", "delay"),
              Set.of(WAITS),
              Set.of(Verb.POISON, Verb.POISON_MESSAGE, Verb.HEAL, Verb.CANCEL)));

  /** The theme of a story, or none: seeds that follow one another go round all of them. */
  static Theme of(long seed, Set<Topic> about) {
    List<Theme> possible = ALL.stream().filter(one -> about.containsAll(one.topics())).toList();
    int at = (int) Math.floorMod(seed, possible.size() + possible.size() / 2 + 1L);
    return at < possible.size() ? possible.get(at) : NONE;
  }

  /** Whether a trait is the rule. */
  boolean often(String trait) {
    return traits.contains(trait);
  }

  /** Whether an act is what the story is about. */
  boolean fits(Act act) {
    return verbs.isEmpty()
        || verbs.contains(act.verb())
        || (act.ends() && verbs.contains(Verb.CANCEL))
        || act.verb() == Verb.WORK
        || act.verb() == Verb.ADVANCE;
  }

  /** Something that the story is about; null: it is about nothing. */
  @Nullable Verb verb(SplittableRandom random) {
    List<Verb> some = verbs.stream().sorted().toList();
    return some.isEmpty() ? null : some.get(random.nextInt(some.size()));
  }

  /** How many steps the first sequence of a workflow has at least. */
  int length(SplittableRandom random) {
    return random.nextInt(3) == 0 ? 1 : Math.max(1, kinds.size());
  }

  /**
   * The kind of step that the theme wants at a place of a workflow, of those that can be there;
   * null: none.
   */
  @Nullable String kind(List<String> possible, int place) {
    List<String> wanted = kinds.stream().filter(possible::contains).toList();
    return wanted.isEmpty() ? null : wanted.get(place % wanted.size());
  }

  /** The kinds of step that can be, many of those of the theme. */
  List<String> kinds(List<String> possible) {
    return Stream.concat(
            possible.stream(),
            possible.stream()
                .filter(kinds::contains)
                .distinct()
                .flatMap(one -> Stream.of(one, one, one, one)))
        .toList();
  }
}
