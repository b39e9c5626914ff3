package dev.workflow.internal.decide;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.definition.Performer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The state of a step that people do, besides its assignee and who has claimed it. Immutable.
 *
 * @param owner who has delegated the step and gets it back; null: it is not delegated
 * @param audience who may do it besides those that the document names by a role
 * @param ballot the answers so far, where several people answer
 * @param times by when it is wanted
 * @param priority 0 to 100
 * @param drafts answers that are not given yet
 * @param rungs the escalations that have passed, by their places in the document
 * @param suspension null: the step is not suspended
 * @param participation who takes part in it, and by what it is found
 */
public record TaskState(
    @Nullable String owner,
    Audience audience,
    Ballot ballot,
    Times times,
    int priority,
    TaskDrafts drafts,
    List<Integer> rungs,
    @Nullable Suspension suspension,
    TaskParticipation participation) {

  static final TaskState NEW =
      new TaskState(
          null,
          Audience.NONE,
          Ballot.NONE,
          Times.NONE,
          Performer.USUAL_PRIORITY,
          TaskDrafts.NONE,
          List.of(),
          null,
          TaskParticipation.NONE);

  /**
   * Who may do a step.
   *
   * @param actors those whom the document's candidates gave when the step became READY
   * @param roles those that escalations have added
   * @param only whether the document's roles count no more: they were asked for, and the actors are
   *     those of them who fit
   * @param hands in whose hands it is
   */
  public record Audience(List<String> actors, List<String> roles, boolean only, Hands hands) {

    static final Audience NONE = new Audience(List.of(), List.of());

    public Audience(List<String> actors, List<String> roles) {
      this(actors, roles, false, Hands.NONE);
    }

    Audience actors(List<String> value) {
      return new Audience(value, roles, only, hands);
    }

    Audience roles(List<String> value) {
      return new Audience(actors, value, only, hands);
    }

    /** These actors, and nobody of the document's roles. */
    Audience only(List<String> value) {
      return new Audience(value, roles, true, hands);
    }
  }

  /**
   * In whose hands a step is.
   *
   * @param allocated to whom the engine has given it; null: to nobody
   * @param trouble why it is in nobody's; null: for no reason that anybody has to know
   * @param forWhom for whom a substitute has claimed it; null: for themselves
   * @param first who has taken the first task of its roles in the instance with it; null: nobody
   * @param gone who had it and may not do it any more; null: nobody
   */
  public record Hands(
      @Nullable String allocated,
      @Nullable Trouble trouble,
      @Nullable String forWhom,
      @Nullable String first,
      @Nullable String gone) {

    static final Hands NONE = new Hands(null, null, null, null, null);

    Hands allocated(@Nullable String value) {
      return new Hands(value, trouble, forWhom, first, gone);
    }

    Hands trouble(@Nullable Trouble value) {
      return new Hands(allocated, value, forWhom, first, gone);
    }

    Hands forWhom(@Nullable String value) {
      return new Hands(allocated, trouble, value, first, gone);
    }

    Hands first(@Nullable String value) {
      return new Hands(allocated, trouble, forWhom, value, gone);
    }

    Hands gone(@Nullable String value) {
      return new Hands(allocated, trouble, forWhom, first, value);
    }
  }

  /** Why a step that is to be given to somebody is in nobody's hands. */
  public enum Trouble {
    /** The host's directory could not say who may do it. */
    UNANSWERED,
    /** There is nobody to whom it could be given. */
    NOBODY_TO_ALLOCATE
  }

  public Hands hands() {
    return audience.hands;
  }

  TaskState hands(Hands value) {
    return audience(new Audience(audience.actors, audience.roles, audience.only, value));
  }

  /**
   * The answers of several people.
   *
   * @param seats who votes; empty: whoever may
   */
  public record Ballot(List<String> seats, List<Vote> votes) {

    static final Ballot NONE = new Ballot(List.of(), List.of());
  }

  /**
   * One person's answer.
   *
   * @param forWhom for whom a substitute has given it; null: for themselves
   */
  public record Vote(
      String actor, @Nullable String forWhom, boolean approved, JsonNode answer, Instant at) {

    /** Whether it is an answer of somebody, given by them or for them. */
    public boolean isOf(String somebody) {
      return actor.equals(somebody) || somebody.equals(forWhom);
    }
  }

  /**
   * The dates of a step.
   *
   * @param due null: none
   * @param first the due date before somebody changed it; null: nobody has
   * @param followUp until when the inbox hides the step; null: it does not
   * @param fixed whether the due date stays while the instance is paused
   * @param held for how long the step was suspended, in which its clocks stood still
   * @param reminded how often each reminder has come, in the order of the document; those that are
   *     not here have not
   * @param begun when somebody has begun it last; null: nobody has, or it is not known
   */
  public record Times(
      @Nullable Instant due,
      @Nullable Instant first,
      @Nullable Instant followUp,
      boolean fixed,
      Duration held,
      List<Integer> reminded,
      @Nullable Instant begun) {

    static final Times NONE = new Times(null, null, null, false, Duration.ZERO, List.of(), null);

    /** The same after the clocks stood still for a while. */
    Times putOff(Duration by) {
      Instant later = due == null || fixed ? due : due.plus(by);
      return new Times(later, first, followUp, fixed, held, reminded, begun);
    }

    /** Another due date, which somebody has set. */
    Times due(@Nullable Instant value) {
      return new Times(value, first == null ? due : first, followUp, true, held, reminded, begun);
    }

    /** Another due date, which the document gives. */
    Times escalated(Instant value) {
      Instant before = first == null ? due : first;
      return new Times(value, before, followUp, false, held, reminded, begun);
    }

    Times followUp(@Nullable Instant value) {
      return new Times(due, first, value, fixed, held, reminded, begun);
    }

    Times held(Duration by) {
      return new Times(due, first, followUp, fixed, held.plus(by), reminded, begun);
    }

    Times reminded(List<Integer> counts) {
      boolean none = counts.stream().allMatch(count -> count == 0);
      return new Times(due, first, followUp, fixed, held, none ? List.of() : counts, begun);
    }

    Times begun(Instant at) {
      return new Times(due, first, followUp, fixed, held, reminded, at);
    }
  }

  /**
   * A step that is put aside for a while.
   *
   * @param until when it continues by itself; null: when somebody resumes it
   * @param begun whether it was IN_PROGRESS
   * @param by who had claimed it; null: nobody
   * @param withheld whether it is not offered because its {@code while} does not hold; otherwise
   *     somebody has put it aside
   */
  public record Suspension(
      Instant since,
      @Nullable Instant until,
      boolean begun,
      @Nullable String by,
      boolean withheld) {}

  /** Whether it is not offered because its {@code while} does not hold. */
  public boolean withheld() {
    return suspension != null && suspension.withheld();
  }

  TaskState owner(@Nullable String value) {
    return new TaskState(
        value, audience, ballot, times, priority, drafts, rungs, suspension, participation);
  }

  TaskState audience(Audience value) {
    return new TaskState(
        owner, value, ballot, times, priority, drafts, rungs, suspension, participation);
  }

  TaskState ballot(Ballot value) {
    return new TaskState(
        owner, audience, value, times, priority, drafts, rungs, suspension, participation);
  }

  TaskState times(Times value) {
    return new TaskState(
        owner, audience, ballot, value, priority, drafts, rungs, suspension, participation);
  }

  TaskState priority(int value) {
    return new TaskState(
        owner, audience, ballot, times, value, drafts, rungs, suspension, participation);
  }

  TaskState drafts(TaskDrafts value) {
    return new TaskState(
        owner, audience, ballot, times, priority, value, rungs, suspension, participation);
  }

  TaskState rungs(List<Integer> value) {
    return new TaskState(
        owner, audience, ballot, times, priority, drafts, value, suspension, participation);
  }

  TaskState suspension(@Nullable Suspension value) {
    return new TaskState(
        owner, audience, ballot, times, priority, drafts, rungs, value, participation);
  }

  TaskState participation(TaskParticipation value) {
    return new TaskState(
        owner, audience, ballot, times, priority, drafts, rungs, suspension, value);
  }

  /** Its form in the journal: defaults are left out. */
  ObjectNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    text(json, "owner", owner);
    texts(json, "actors", audience.actors);
    texts(json, "roles", audience.roles);
    if (audience.only) {
      json.put("only", true);
    }
    text(json, "allocated", audience.hands.allocated);
    text(json, "trouble", audience.hands.trouble);
    text(json, "for", audience.hands.forWhom);
    text(json, "owns", audience.hands.first);
    text(json, "gone", audience.hands.gone);
    texts(json, "seats", ballot.seats);
    for (Vote vote : ballot.votes) {
      ObjectNode one = json.withArray("votes").addObject().put("by", vote.actor);
      text(one, "for", vote.forWhom);
      one.put("yes", vote.approved).put("at", vote.at.toString()).set("answer", vote.answer);
    }
    text(json, "due", times.due);
    text(json, "first", times.first);
    text(json, "followUp", times.followUp);
    if (times.fixed) {
      json.put("fixed", true);
    }
    if (!times.held.isZero()) {
      json.put("held", times.held.toString());
    }
    text(json, "begun", times.begun);
    for (int count : times.reminded) {
      json.withArray("reminded").add(count);
    }
    if (priority != Performer.USUAL_PRIORITY) {
      json.put("priority", priority);
    }
    drafts.write(json);
    for (int rung : rungs) {
      json.withArray("passed").add(rung);
    }
    if (suspension != null) {
      ObjectNode one = json.putObject("suspended").put("since", suspension.since.toString());
      text(one, "until", suspension.until);
      text(one, "by", suspension.by);
      one.put("begun", suspension.begun);
      if (suspension.withheld) {
        one.put("withheld", true);
      }
    }
    participation.write(json);
    return json;
  }

  private static void text(ObjectNode json, String key, @Nullable Object value) {
    if (value != null) {
      json.put(key, value.toString());
    }
  }

  private static void texts(ObjectNode json, String key, List<String> values) {
    if (!values.isEmpty()) {
      ArrayNode array = json.putArray(key);
      values.forEach(array::add);
    }
  }

  /** Reads what {@link #toJson} writes. */
  static TaskState of(JsonNode json) {
    return new TaskState(
        text(json, "owner"),
        new Audience(
            texts(json, "actors"),
            texts(json, "roles"),
            json.path("only").asBoolean(),
            new Hands(
                text(json, "allocated"),
                json.has("trouble") ? Trouble.valueOf(json.get("trouble").asText()) : null,
                text(json, "for"),
                text(json, "owns"),
                text(json, "gone"))),
        new Ballot(texts(json, "seats"), list(json, "votes", TaskState::vote)),
        new Times(
            instant(json, "due"),
            instant(json, "first"),
            instant(json, "followUp"),
            json.path("fixed").asBoolean(),
            json.has("held") ? Duration.parse(json.get("held").asText()) : Duration.ZERO,
            list(json, "reminded", JsonNode::asInt),
            instant(json, "begun")),
        json.path("priority").asInt(Performer.USUAL_PRIORITY),
        TaskDrafts.read(json),
        json.has("rungs")
            ? IntStream.range(0, json.get("rungs").asInt()).boxed().toList()
            : list(json, "passed", JsonNode::asInt),
        json.has("suspended") ? suspension(json.get("suspended")) : null,
        TaskParticipation.read(json));
  }

  private static Vote vote(JsonNode json) {
    return new Vote(
        json.path("by").asText(),
        text(json, "for"),
        json.path("yes").asBoolean(),
        json.path("answer"),
        Instant.parse(json.path("at").asText()));
  }

  private static Suspension suspension(JsonNode json) {
    return new Suspension(
        Instant.parse(json.path("since").asText()),
        instant(json, "until"),
        json.path("begun").asBoolean(),
        text(json, "by"),
        json.path("withheld").asBoolean());
  }

  private static List<String> texts(JsonNode json, String key) {
    return list(json, key, JsonNode::asText);
  }

  private static <T> List<T> list(JsonNode json, String key, Function<JsonNode, T> reader) {
    List<T> list = new ArrayList<>();
    json.path(key).forEach(element -> list.add(reader.apply(element)));
    return List.copyOf(list);
  }

  private static @Nullable String text(JsonNode json, String key) {
    return json.path(key).textValue();
  }

  private static @Nullable Instant instant(JsonNode json, String key) {
    String text = text(json, key);
    return text == null ? null : Instant.parse(text);
  }
}
