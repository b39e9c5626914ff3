package dev.workflow.definition;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.Problems;
import dev.workflow.condition.Condition;
import dev.workflow.expression.Template;
import dev.workflow.internal.text.DidYouMean;
import dev.workflow.internal.text.Wording;
import dev.workflow.task.form.TaskForm;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads who may do a step, by when, and how it is answered. */
final class PerformerReader {

  private static final String ALL =
      "needs \"role\" or \"candidates\": without them everybody may do the step, and nobody knows"
          + " who all are";
  static final int MAX_ROLE = 100;
  static final int MAX_LIST = 100;
  static final int MAX_ESCALATIONS = 20;
  static final int MAX_BUSINESS_DAYS = 10_000;

  /** Steps whose answers exclude somebody, checked when all ids are known. */
  private record Use(String id, Problems problems) {}

  private final List<Use> uses = new ArrayList<>();

  Performer read(Fields fields) {
    return new Performer(
        candidates(fields),
        quorum(fields),
        new Performer.Deadlines(
            time(fields, "due"), time(fields, "followUp"), escalations(fields), timeout(fields)),
        TaskPolicyReader.read(fields),
        priority(fields),
        form(fields),
        revision(fields),
        fields.flag("required", true),
        NoticesReader.read(fields));
  }

  private Performer.Revision revision(Fields fields) {
    List<String> to = texts(fields, "sendBack", MAX_ROLE);
    if (fields.flag("early", false) && fields.has("quorum")) {
      fields.at("early").add("several people answer it: each votes when its turn has come");
    }
    return new Performer.Revision(fields.flag("early", false), Spans.span(fields, "revocable"), to);
  }

  /** Tells of steps that there are not. */
  void check(Set<String> ids) {
    for (Use use : uses) {
      if (!ids.contains(use.id())) {
        use.problems()
            .add("there is no step " + Wording.quoted(use.id()) + DidYouMean.suffix(use.id(), ids));
      }
    }
  }

  /** Tells of steps to which one is to be sent back and that do not stand before it in its list. */
  static void checkBefore(Step step, List<Step> before, Problems place) {
    Set<String> ids = new LinkedHashSet<>();
    before.forEach(one -> ids.add(one.id()));
    for (String to : step.settings().performer().revision().to()) {
      if (!ids.contains(to)) {
        String meant = ids.isEmpty() ? "; none does" : "; it is one of " + String.join(", ", ids);
        place.add("no step " + Wording.quoted(to) + " stands before it in the same list" + meant);
      }
    }
  }

  private Performer.Candidates candidates(Fields fields) {
    List<String> roles = texts(fields, "role", MAX_ROLE);
    if (roles.isEmpty() && !fields.has("role")) {
      String usual = Names.role(fields);
      roles = usual == null ? List.of() : List.of(usual);
    }
    List<String> excluding = texts(fields, "excluding", MAX_ROLE);
    for (String id : excluding) {
      uses.add(new Use(id, fields.at("excluding")));
    }
    return new Performer.Candidates(
        roles,
        Expressions.template(fields, "assignee"),
        templates(fields, "candidates"),
        excluding,
        choice(fields, !roles.isEmpty() || fields.has("candidates")));
  }

  /**
   * @param named whether the candidates are named, so that one of them can be chosen
   */
  private Performer.Choice choice(Fields fields, boolean named) {
    Performer.Allocate allocate =
        fields.choice("allocate", Performer.Allocate.class, Performer.Allocate.OFFER);
    String prefer = fields.label("prefer", MAX_ROLE);
    if (prefer != null) {
      uses.add(new Use(prefer, fields.at("prefer")));
    }
    Condition when =
        fields.has("candidatesWhen") ? Expressions.condition(fields, "candidatesWhen") : null;
    if (allocate != Performer.Allocate.OFFER) {
      chooses(fields, "allocate", named);
    }
    if (when != null && !named) {
      fields.at("candidatesWhen").add(ALL);
    }
    if (prefer != null) {
      chooses(fields, "prefer", true);
    }
    return new Performer.Choice(allocate, prefer, when);
  }

  private static void chooses(Fields fields, String key, boolean named) {
    if (fields.has("quorum")) {
      fields.at(key).add("the step has a quorum: several people answer it, so nobody is given it");
    } else if (!named) {
      fields.at(key).add(ALL);
    }
  }

  /** A text, or a list of different ones. */
  private static List<String> texts(Fields fields, String key, int most) {
    return texts(fields, key, most, MAX_LIST);
  }

  /** The ids of one or more steps. */
  static List<String> texts(Fields fields, String key) {
    return texts(fields, key, MAX_ROLE);
  }

  /** The same with a limit to the list. */
  static List<String> texts(Fields fields, String key, int most, int longest) {
    if (!fields.get(key).isArray()) {
      String one = fields.label(key, most);
      return one == null || one.isBlank() ? List.of() : List.of(one);
    }
    Set<String> texts = new LinkedHashSet<>();
    int index = 0;
    for (JsonNode element : fields.list(key, longest)) {
      Problems place = fields.at(key).at(index++);
      String wrong = wrong(element, most);
      if (wrong != null) {
        place.add(wrong);
      } else if (!texts.add(element.textValue())) {
        place.add(Wording.quoted(element.textValue()) + " is named twice");
      }
    }
    if (index == 0) {
      fields.at(key).add("must not be an empty list: leave the key out");
    }
    return List.copyOf(texts);
  }

  private static @Nullable String wrong(JsonNode element, int most) {
    if (!element.isTextual()) {
      return Wording.expected("a string", element);
    } else if (element.textValue().isBlank()) {
      return "must not be empty";
    } else if (element.textValue().length() > most) {
      return DocumentWording.tooLong(element.textValue().length(), most);
    }
    return element.textValue().chars().anyMatch(Character::isISOControl)
        ? "must stand on one line, without control characters"
        : null;
  }

  private static List<Template> templates(Fields fields, String key) {
    List<Template> templates = new ArrayList<>();
    int index = 0;
    for (JsonNode element : fields.list(key, MAX_LIST)) {
      Template template = Expressions.element(fields, key, index++, element);
      if (template != null) {
        templates.add(template);
      }
    }
    return templates;
  }

  private static Performer.@Nullable Quorum quorum(Fields fields) {
    Fields quorum = fields.object("quorum", Keys.QUORUM);
    if (quorum == null) {
      return null;
    }
    quorum.require("approvals", "how many different people must approve");
    int approvals = quorum.integer("approvals", 1, 1, MAX_LIST);
    int rejections = quorum.integer("rejections", 1, 1, MAX_LIST);
    List<Template> seats = templates(quorum, "of");
    boolean all = quorum.choice("collect", Collect.class, Collect.ENOUGH) == Collect.ALL;
    boolean fixed = seats.stream().noneMatch(seat -> Template.containsExpression(seat.text()));
    if (!seats.isEmpty() && fixed && approvals > seats.size()) {
      quorum
          .at("approvals")
          .add(
              "is "
                  + approvals
                  + ", but \"of\" names "
                  + seats.size()
                  + ": it can never be reached");
    }
    if (all && seats.isEmpty()) {
      quorum.at("collect").add("needs \"of\": without it nobody knows who all are");
    }
    return new Performer.Quorum(approvals, rejections, seats, all);
  }

  /** When a quorum is over. */
  enum Collect {
    ENOUGH,
    ALL
  }

  private static Performer.@Nullable TaskTime time(Fields fields, String key) {
    if (!fields.get(key).isObject()) {
      TimeSpan span = Spans.span(fields, key);
      return span == null ? null : new Performer.TaskTime.After(span);
    }
    Fields time = fields.object(key, Keys.TASK_TIME);
    if (time == null) {
      return null;
    }
    if (!time.has("until") && !time.has("for")) {
      time.problems().add("has either \"until\" or \"for\"");
      return null;
    }
    if (time.has("for")) {
      time.refuse("for", "until");
    }
    if (!time.has("for")) {
      time.refuse("until", "calendar");
      return new Performer.TaskTime.Until(
          Expressions.required(time, "until", "an expression that gives a date or an instant"));
    }
    TimeSpan span = Spans.span(time, "for");
    boolean business = time.choice("calendar", Calendar.class, Calendar.ALL) == Calendar.BUSINESS;
    if (span == null) {
      return null;
    } else if (!business) {
      return new Performer.TaskTime.After(span);
    }
    if (span.calendar().isZero() && !span.clock().isZero()) {
      return businessHours(time, span);
    }
    int days = span.calendar().getDays();
    boolean whole = span.clock().isZero() && span.calendar().toTotalMonths() == 0 && days > 0;
    if (!whole || days > MAX_BUSINESS_DAYS) {
      time.at("for")
          .add(
              "\""
                  + span
                  + "\" is neither a number of working days such as \"P2D\", from 1 to "
                  + MAX_BUSINESS_DAYS
                  + ", nor a number of working hours such as \"PT16H\"");
      return null;
    }
    return new Performer.TaskTime.BusinessDays(days);
  }

  private static Performer.@Nullable TaskTime businessHours(Fields time, TimeSpan span) {
    if (span.clock().compareTo(Duration.ofDays(MAX_BUSINESS_DAYS)) > 0) {
      time.at("for").add("must be at most " + MAX_BUSINESS_DAYS + " days of 24 hours");
      return null;
    }
    return new Performer.TaskTime.BusinessHours(span.clock());
  }

  /** Which days count. */
  enum Calendar {
    ALL,
    BUSINESS
  }

  private static List<Performer.Escalation> escalations(Fields fields) {
    List<Performer.Escalation> escalations = new ArrayList<>();
    fields.objects(
        "escalate",
        Keys.ESCALATE,
        MAX_ESCALATIONS,
        one -> {
          one.require("after", "how long after the step is READY, or overdue");
          TimeSpan after = Spans.span(one, "after");
          boolean overdue = one.flag("overdue", false);
          if (!one.has("role") && !one.has("assignee")) {
            one.problems().add("names \"role\" or \"assignee\": who is to do it from then on");
          }
          if (overdue && !fields.has("due")) {
            one.at("overdue").add("the step has no \"due\", so it is never overdue");
          }
          escalations.add(
              new Performer.Escalation(
                  after == null ? TimeSpan.of(Duration.ZERO) : after,
                  overdue,
                  one.choice(
                      "if", Performer.Escalation.While.class, Performer.Escalation.While.OPEN),
                  one.label("role", MAX_ROLE),
                  Expressions.template(one, "assignee"),
                  one.has("due") ? Spans.span(one, "due") : null));
        });
    return escalations;
  }

  private static Performer.OnTimeout timeout(Fields fields) {
    if (!fields.has("onTimeout")) {
      return Performer.Deadlines.NONE.timeout();
    }
    if (!fields.has("timeout")) {
      fields.at("onTimeout").add("the step has no \"timeout\", so this never happens");
    }
    if (!fields.get("onTimeout").isObject()) {
      return new Performer.OnTimeout(
          fields.choice("onTimeout", Performer.TimeoutAct.class, Performer.TimeoutAct.FAIL), null);
    }
    Fields timeout = fields.object("onTimeout", Keys.ON_TIMEOUT);
    if (timeout == null) {
      return Performer.Deadlines.NONE.timeout();
    }
    Performer.TimeoutAct act =
        timeout.choice("as", Performer.TimeoutAct.class, Performer.TimeoutAct.COMPLETE);
    JsonNode answer = timeout.get("answer");
    if (act != Performer.TimeoutAct.COMPLETE && timeout.has("answer")) {
      timeout.at("answer").add("only \"complete\" has an answer");
    } else if (timeout.has("answer") && !answer.isObject()) {
      timeout.at("answer").add(Wording.expected("an object", answer));
    }
    return new Performer.OnTimeout(act, answer.isObject() ? answer : null);
  }

  private static @Nullable Template priority(Fields fields) {
    JsonNode value = fields.get("priority");
    if (value.isNumber()) {
      int priority = fields.integer("priority", Performer.USUAL_PRIORITY, 0, 100);
      return priority == Performer.USUAL_PRIORITY ? null : Template.parse(String.valueOf(priority));
    }
    Template priority = Expressions.template(fields, "priority");
    if (priority != null && !Template.containsExpression(priority.text())) {
      fields
          .at("priority")
          .add(Wording.expected("a whole number from 0 to 100 or an expression", value));
    }
    return priority;
  }

  private static @Nullable JsonNode form(Fields fields) {
    JsonNode form = fields.get("form");
    if (form.isMissingNode()) {
      return null;
    }
    if (!form.isObject()) {
      fields.at("form").add(Wording.expected("a JSON Schema of the answer, an object", form));
      return null;
    }
    TaskForm read = TaskForm.compile(form, fields.at("form"));
    JsonNode answer = fields.get("onTimeout").path("answer");
    if (read != null && answer.isObject()) {
      fields.at("onTimeout").at("answer").addAll(read.check(answer).list());
    }
    return form;
  }
}
