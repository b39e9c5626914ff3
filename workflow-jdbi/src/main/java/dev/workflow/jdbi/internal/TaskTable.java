package dev.workflow.jdbi.internal;

import dev.workflow.InstanceId;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.jdbi.internal.sql.Columns;
import dev.workflow.jdbi.internal.sql.Read;
import dev.workflow.spi.store.InstanceKey;
import dev.workflow.spi.store.InstanceRows.Performer;
import dev.workflow.spi.store.TaskFilter;
import dev.workflow.spi.store.TaskRow;
import dev.workflow.task.TaskQuery;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The tasks, and the offers by which they are found: a row for each role, actor or subject that a
 * task can be asked for by, in the order of tasks. A finished one has keys of its own, so that no
 * look for open tasks meets it, and its end in the place of the time since when it is open. One
 * that somebody has claimed is offered to them alone. No name has a line break, so that several
 * names joined by one are one text.
 */
public final class TaskTable {

  /** Tasks without a due date come last: they sort as if due at the end of time. */
  public static final Instant END_OF_TIME = Instant.parse("9999-12-31T00:00:00Z");

  public static final Columns<TaskRow> TASK =
      Columns.<TaskRow>of("#task")
          .text("tenant_id", task -> task.instance().tenant())
          .uuid("instance_id", task -> task.instance().id())
          .text("step", TaskRow::step)
          .text("action", TaskRow::action)
          .text("label", TaskRow::label)
          .text("workflow", TaskRow::workflow)
          .subject(TaskRow::subject)
          .text("state", TaskRow::state)
          .bool("everybody", task -> task.offer().everybody())
          .text("roles", task -> joined(task.offer().roles()))
          .text("actors", task -> joined(task.offer().actors()))
          .text("excluded", task -> joined(task.offer().excluded()))
          .text("assignee", task -> task.offer().assignee())
          .text("claimed_by", task -> task.offer().claimedBy())
          .text("owner", task -> task.offer().owner())
          .time("ready_at", task -> task.times().readyAt())
          .time("due_at", task -> task.times().dueAt())
          .time("follow_up_at", task -> task.times().followUpAt())
          .integer("priority", task -> task.times().priority())
          .text("audience", task -> task.sight().audience())
          .text("helpers", task -> joined(task.sight().helpers()))
          .text("fields", task -> enclosed(fields(task)))
          .time("ended_at", task -> of(task, TaskRow.Finish::at))
          .time("begun_at", task -> of(task, TaskRow.Finish::begunAt))
          .text("ended_by", task -> of(task, TaskRow.Finish::by))
          .text("ended_for", task -> of(task, TaskRow.Finish::forWhom))
          .text("answered_by", task -> of(task, finish -> enclosed(finish.others())))
          .build();

  private static <T> @Nullable T of(TaskRow task, Function<TaskRow.Finish, @Nullable T> part) {
    return task.finish() == null ? null : part.apply(task.finish());
  }

  /**
   * One way in which a task is found.
   *
   * @param who by whom or what
   */
  public record Offer(TaskRow task, String who) {}

  public static final Columns<Offer> OFFER =
      Columns.<Offer>of("#task_offer")
          .text("tenant_id", offer -> offer.task().instance().tenant())
          .text("who", Offer::who)
          .time("due_at", offer -> due(offer.task().times()))
          .integer("rank", offer -> rank(offer.task().times()))
          .time("ready_at", offer -> offer.task().since())
          .uuid("instance_id", offer -> offer.task().instance().id())
          .text("step", offer -> offer.task().step())
          .text("claimed_by", offer -> offer.task().offer().claimedBy())
          .time("follow_up_at", offer -> offer.task().times().followUpAt())
          .text("excluded", offer -> enclosed(offer.task().offer().excluded()))
          .build();

  private static final String UPCOMING = "upcoming";

  private static final String FINISHED = "finished";

  /** With one line break only: of a value there may be very many tasks. */
  private static final String FIELD = "field\n";

  private TaskTable() {}

  /** When a task sorts as due. */
  public static Instant due(TaskRow.Times times) {
    return times.dueAt() == null ? END_OF_TIME : times.dueAt();
  }

  /** The higher priority comes first. */
  public static int rank(TaskRow.Times times) {
    return 100 - times.priority();
  }

  private static @Nullable String joined(List<String> names) {
    return names.isEmpty() ? null : String.join("\n", names);
  }

  private static @Nullable String enclosed(List<String> names) {
    return names.isEmpty() ? null : "\n" + String.join("\n", names) + "\n";
  }

  private static List<String> split(@Nullable String names) {
    return names == null ? List.of() : List.of(names.split("\n"));
  }

  public static TaskRow row(ResultSet row) throws SQLException {
    return new TaskRow(
        new InstanceKey(
            TenantId.of(row.getString("tenant_id")), InstanceId.of(Read.uuid(row, "instance_id"))),
        row.getString("step"),
        row.getString("action"),
        row.getString("label"),
        row.getString("workflow"),
        Read.subject(row),
        row.getString("state"),
        new TaskRow.Offer(
            row.getBoolean("everybody"),
            split(row.getString("roles")),
            split(row.getString("actors")),
            split(row.getString("excluded")),
            row.getString("assignee"),
            row.getString("claimed_by"),
            row.getString("owner")),
        new TaskRow.Times(
            Read.requiredInstant(row, "ready_at"),
            Read.instant(row, "due_at"),
            Read.instant(row, "follow_up_at"),
            row.getInt("priority")),
        new TaskRow.Sight(row.getString("audience"), split(row.getString("helpers")), fields(row)),
        finish(row));
  }

  private static TaskRow.@Nullable Finish finish(ResultSet row) throws SQLException {
    Instant at = Read.instant(row, "ended_at");
    String others = row.getString("answered_by");
    return at == null
        ? null
        : new TaskRow.Finish(
            row.getString("ended_by"),
            row.getString("ended_for"),
            others == null ? List.of() : split(others.strip()),
            at,
            Read.instant(row, "begun_at"));
  }

  private static List<String> fields(TaskRow task) {
    return task.sight().fields().entrySet().stream()
        .map(field -> field(field.getKey(), field.getValue()))
        .toList();
  }

  private static Map<String, String> fields(ResultSet row) throws SQLException {
    Map<String, String> fields = new LinkedHashMap<>();
    for (String field : split(row.getString("fields"))) {
      int equals = field.indexOf('=');
      if (equals > 0) {
        fields.put(field.substring(0, equals), field.substring(equals + 1));
      }
    }
    return fields;
  }

  /** A field as it is looked for. */
  public static String field(String name, String value) {
    return name + "=" + value;
  }

  /** All ways in which a task is found. */
  public static List<Offer> offers(TaskRow task) {
    TaskRow.Offer offer = task.offer();
    List<Offer> offers = new ArrayList<>();
    if (task.phase() != TaskQuery.Phase.OPEN) {
      String phase = task.finish() == null ? UPCOMING : FINISHED;
      offers.add(new Offer(task, phase));
      if (task.subject() != null) {
        offers.add(new Offer(task, about(phase, task.subject())));
      }
      if (task.finish() != null) {
        offers.add(new Offer(task, finishedOf(task.workflow())));
        finishers(task.finish()).forEach(actor -> offers.add(new Offer(task, finishedBy(actor))));
      }
      return offers;
    }
    fields(task).forEach(field -> offers.add(new Offer(task, FIELD + field)));
    offers.add(new Offer(task, ""));
    SubjectRef subject = task.subject();
    if (subject != null) {
      offers.add(new Offer(task, about(subject)));
    }
    if (offer.holder() != null) {
      offers.add(new Offer(task, holder(offer.holder())));
    }
    offers.add(new Offer(task, workflow(task.workflow())));
    Set<String> whose = whose(offer, subject);
    whose.addAll(besides(offer));
    whose.forEach(who -> offers.add(new Offer(task, who)));
    return offers;
  }

  private static Set<String> finishers(TaskRow.Finish finish) {
    Set<String> finishers = new LinkedHashSet<>(finish.others());
    Stream.of(finish.by(), finish.forWhom()).filter(Objects::nonNull).forEach(finishers::add);
    return finishers;
  }

  /** Whom a task names besides whoever can do it while somebody has it. */
  private static Set<String> besides(TaskRow.Offer offer) {
    Set<String> besides = new LinkedHashSet<>();
    if (offer.claimedBy() != null || offer.assignee() != null) {
      offer.roles().forEach(role -> besides.add(roleOfHeld(role)));
      offer.actors().forEach(actor -> besides.add(named(actor)));
      if (offer.owner() != null) {
        besides.add(named(offer.owner()));
      }
    }
    return besides;
  }

  private static Set<String> whose(TaskRow.Offer offer, @Nullable SubjectRef subject) {
    Set<String> whose = new LinkedHashSet<>();
    if (offer.claimedBy() != null) {
      whose.add(actor(offer.claimedBy()));
      return whose;
    }
    if (offer.assignee() != null) {
      if (!offer.assignee().isEmpty()) {
        whose.add(actor(offer.assignee()));
      }
      if (offer.owner() != null) {
        whose.add(actor(offer.owner()));
      }
      return whose;
    }
    if (offer.everybody()) {
      whose.add("everybody");
    }
    offer.actors().forEach(actor -> whose.add(actor(actor)));
    for (String role : offer.roles()) {
      whose.add(role(role));
      if (subject != null) {
        whose.add(role(role, subject));
      }
    }
    return whose;
  }

  /** By what the tasks of a filter are found. */
  public static Set<String> who(TaskFilter filter) {
    Performer whose = filter.whose();
    return whose == null || whose.all() ? keys(filter.query()) : keys(whose);
  }

  private static Set<String> keys(Performer whose) {
    Set<String> who = new LinkedHashSet<>();
    who.add("everybody");
    who.add(actor(whose.actor()));
    whose.roles().forEach(role -> who.add(role(role)));
    whose
        .rolesOn()
        .forEach((subject, roles) -> roles.forEach(role -> who.add(role(role, subject))));
    whose.everything().forEach(subject -> who.add(about(subject)));
    return who;
  }

  /** Of several ways the one that finds the fewest as a rule. */
  private static Set<String> keys(TaskQuery query) {
    TaskQuery.People people = query.people();
    switch (query.scope().phase()) {
      case UPCOMING -> {
        return Set.of(query.subject() == null ? UPCOMING : about(UPCOMING, query.subject()));
      }
      case FINISHED -> {
        return Set.of(finished(query));
      }
      case OPEN -> {}
    }
    if (query.subject() != null) {
      return Set.of(about(query.subject()));
    }
    for (String holder : holders(people)) {
      return Set.of(holder(holder));
    }
    if (people.candidate() != null) {
      return Set.of(actor(people.candidate()), named(people.candidate()));
    } else if (people.involved() != null) {
      String one = people.involved();
      return Set.of(holder(one), actor(one), named(one));
    } else if (people.role() != null) {
      return Set.of(role(people.role()), roleOfHeld(people.role()));
    }
    for (Map.Entry<String, String> field : query.scope().fields().entrySet()) {
      return Set.of(FIELD + field(field.getKey(), field.getValue()));
    }
    String workflow = query.kind().workflow();
    return Set.of(workflow == null ? "" : workflow(workflow));
  }

  private static String finished(TaskQuery query) {
    String actor = query.people().finishedBy();
    actor = actor == null ? query.people().finishedFor() : actor;
    if (query.subject() != null) {
      return about(FINISHED, query.subject());
    } else if (actor != null) {
      return finishedBy(actor);
    }
    String workflow = query.kind().workflow();
    return workflow == null ? FINISHED : finishedOf(workflow);
  }

  private static List<String> holders(TaskQuery.People people) {
    return Stream.of(people.holder(), people.claimant(), people.assignee())
        .filter(Objects::nonNull)
        .toList();
  }

  /** Whether a key is about one subject, so that it has few tasks. */
  public static boolean ofSubject(String who) {
    return who.indexOf('\n') != who.lastIndexOf('\n');
  }

  private static String workflow(String workflow) {
    return "workflow\n" + workflow;
  }

  private static String roleOfHeld(String role) {
    return "role of held\n" + role;
  }

  private static String named(String actor) {
    return "named\n" + actor;
  }

  private static String about(String phase, SubjectRef subject) {
    return phase + "\n" + subject.type() + "\n" + subject.id();
  }

  private static String finishedBy(String actor) {
    return "finished by\n" + actor;
  }

  private static String finishedOf(String workflow) {
    return "finished of\n" + workflow;
  }

  private static String about(SubjectRef subject) {
    return "on\n" + subject.type() + "\n" + subject.id();
  }

  /** Whose key {@link #holder} is. */
  public static String ofHolder(String who) {
    return who.substring(who.indexOf('\n') + 1);
  }

  /** By what the tasks are found that an actor holds. */
  public static String holder(String actor) {
    return "holder\n" + actor;
  }

  private static String actor(String actor) {
    return "actor\n" + actor;
  }

  private static String role(String role) {
    return "role\n" + role;
  }

  private static String role(String role, SubjectRef subject) {
    return role(role) + "\n" + subject.type() + "\n" + subject.id();
  }
}
