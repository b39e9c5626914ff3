package dev.workflow.definition;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The keys of every object of the document, in the order in which they are written. Reader and
 * schema share them.
 */
final class Keys {

  static final Set<String> WORKFLOW =
      of(
          "$schema",
          "key",
          "name",
          "description",
          "enabled",
          "priority",
          "subject",
          "triggers",
          "caseOwner",
          "concurrency",
          "governed",
          "records",
          "exit",
          "rateLimit",
          "channelLimits",
          "backlog",
          "terms",
          "steps");
  static final Set<String> TRIGGER =
      of(
          "event",
          "when",
          "becomes",
          "settle",
          "dedupe",
          "schedule",
          "every",
          "anchor",
          "timezone",
          "jitter",
          "from",
          "until",
          "misfire",
          "within",
          "overlap",
          "input",
          "for");

  static final Set<String> SELECTION = of("type", "filters");
  static final Set<String> DEDUPE = of("key", "window");
  static final Set<String> CONCURRENCY = of("key", "policy");
  static final Set<String> EXIT = of("event", "correlation", "when");
  static final Set<String> RECORD = of("type", "id", "read");
  static final Set<String> RATE_LIMIT = of("permits", "per");
  static final Set<String> BACKLOG = of("dropOlderThan", "spread");
  static final Set<String> KINDS =
      of("action", "wait", "branch", "parallel", "split", "each", "repeat", "workflow", "stop");
  static final Set<String> COMMON =
      of(
          "id",
          "name",
          "when",
          "while",
          "after",
          "delay",
          "lock",
          "retry",
          "timeout",
          "allowFailure",
          "required",
          "role",
          "assignee",
          "candidates",
          "excluding",
          "candidatesWhen",
          "prefer",
          "allocate",
          "quorum",
          "due",
          "followUp",
          "priority",
          "escalate",
          "notify",
          "reminders",
          "onTimeout",
          "begin",
          "claimFor",
          "clock",
          "visibility",
          "taskFields",
          "form",
          "early",
          "revocable",
          "sendBack",
          "cancels",
          "onFailure",
          "compensate");
  static final Map<String, Set<String>> BESIDE_KIND = besideKind();
  static final Set<String> RETRY =
      of("maxAttempts", "initialDelay", "multiplier", "maxDelay", "jitter");
  static final Set<String> DELAY =
      of("for", "from", "until", "offset", "timezone", "ifMissing", "ifPast", "window");
  static final Set<String> WINDOW = of("days", "from", "to", "quiet", "timezone", "holidays");
  static final Set<String> QUIET = of("from", "to");
  static final Set<String> QUORUM = of("approvals", "rejections", "of", "collect");
  static final Set<String> TASK_TIME = of("until", "for", "calendar");
  static final Set<String> ESCALATE = of("after", "overdue", "if", "role", "assignee", "due");
  static final Set<String> NOTIFY = of("channels", "template", "digest");
  static final Set<String> REMINDER = of("before", "after", "every", "max");
  static final Set<String> VISIBILITY = of("upcoming", "offered", "claimed");
  static final Set<String> ON_TIMEOUT = of("as", "answer");
  static final Set<String> COMPENSATE = of("action", "config");
  static final Set<String> WAIT = of("event", "correlation", "when", "timeout", "earlier");
  static final Set<String> CASE = of("name", "when", "otherwise", "steps");
  static final Set<String> PARALLEL_BRANCH = of("name", "steps");
  static final Set<String> SPLIT_ARM = of("name", "weight", "steps");
  static final Set<String> EACH =
      of("items", "as", "maxConcurrent", "join", "rest", "add", "steps");
  static final Set<String> JOIN = of("when");
  static final Set<String> ADD = of("event", "correlation", "when", "item");
  static final Set<String> REPEAT = of("while", "until", "max", "steps");
  static final Set<String> SUB_WORKFLOW = of("key", "version", "input", "wait");
  static final Set<String> STOP = of("as", "reason");

  private static final Set<String> ANY_STEP = allOfStep();
  private static final Map<String, Set<String>> OF_STEP = ofStep();

  private Keys() {}

  private static Set<String> of(String... keys) {
    return Collections.unmodifiableSet(new LinkedHashSet<>(List.of(keys)));
  }

  private static Map<String, Set<String>> besideKind() {
    Map<String, Set<String>> keys = new LinkedHashMap<>();
    keys.put("action", of("config"));
    keys.put("parallel", of("join", "rest"));
    return Collections.unmodifiableMap(keys);
  }

  /** Every key a step of a kind may have; a kind is one of {@link #KINDS}, or delay alone. */
  static Set<String> step(String kind) {
    return Objects.requireNonNull(OF_STEP.get(kind), kind);
  }

  private static Map<String, Set<String>> ofStep() {
    Map<String, Set<String>> all = new LinkedHashMap<>();
    all.put("delay", COMMON);
    for (String kind : KINDS) {
      Set<String> keys = new LinkedHashSet<>(COMMON);
      keys.add(kind);
      keys.addAll(BESIDE_KIND.getOrDefault(kind, Set.of()));
      all.put(kind, Collections.unmodifiableSet(keys));
    }
    return all;
  }

  /** Every key any step may have. */
  static Set<String> anyStep() {
    return ANY_STEP;
  }

  private static Set<String> allOfStep() {
    Set<String> keys = new LinkedHashSet<>(COMMON);
    keys.addAll(KINDS);
    BESIDE_KIND.values().forEach(keys::addAll);
    return Collections.unmodifiableSet(keys);
  }

  /** All objects by a name, for the test that reader and schema agree. */
  static Map<String, Set<String>> objects() {
    Map<String, Set<String>> all = new LinkedHashMap<>();
    all.put("workflow", WORKFLOW);
    all.put("trigger", TRIGGER);
    all.put("selection", SELECTION);
    all.put("dedupe", DEDUPE);
    all.put("concurrency", CONCURRENCY);
    all.put("record", RECORD);
    all.put("exit", EXIT);
    all.put("rateLimit", RATE_LIMIT);
    all.put("backlog", BACKLOG);
    all.put("step", anyStep());
    all.put("retry", RETRY);
    all.put("delay", DELAY);
    all.put("window", WINDOW);
    all.put("quiet", QUIET);
    all.put("quorum", QUORUM);
    all.put("taskTime", TASK_TIME);
    all.put("escalation", ESCALATE);
    all.put("notify", NOTIFY);
    all.put("reminder", REMINDER);
    all.put("onTimeout", ON_TIMEOUT);
    all.put("visibility", VISIBILITY);
    all.put("compensate", COMPENSATE);
    all.put("wait", WAIT);
    all.put("case", CASE);
    all.put("parallelBranch", PARALLEL_BRANCH);
    all.put("splitArm", SPLIT_ARM);
    all.put("each", EACH);
    all.put("join", JOIN);
    all.put("add", ADD);
    all.put("repeat", REPEAT);
    all.put("subWorkflow", SUB_WORKFLOW);
    all.put("stop", STOP);
    return all;
  }
}
