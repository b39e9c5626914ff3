package dev.workflow.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.spi.store.EventSubscriptionLookup;
import dev.workflow.spi.store.InstanceRow;
import dev.workflow.spi.store.InstanceRows.Performer;
import dev.workflow.spi.store.TaskFilter;
import dev.workflow.spi.store.TaskRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Subscriptions and tasks: rows kept with the instance that come and go with its steps. */
abstract class StepRowsContract extends StoreContract {

  private static final TaskFilter ALL = TaskFilter.all(ACME);

  @Test
  void subscriptions_are_found_by_type_and_key_oldest_instance_first() {
    write(
        insert(
            instance(key(2), active(null)),
            subscriptions(
                List.of(
                    subscription(key(2), "b", "s:lead:42"), subscription(key(2), "a", "c:order-1")),
                List.of())),
        insert(
            instance(key(1), active(null)),
            subscriptions(List.of(subscription(key(1), "c", "s:lead:42")), List.of())));
    assertThat(found("s:lead:42", "c:order-1")).containsExactly("1/c", "2/a", "2/b");
    assertThat(found("s:lead:42")).containsExactly("1/c", "2/b");
    assertThat(found("S:lead:42")).isEmpty();
    assertThat(
            list(
                transaction ->
                    transaction
                        .instances()
                        .subscriptions(
                            List.of(new EventSubscriptionLookup(ACME, "lead", "s:lead:42")),
                            null,
                            10)))
        .isEmpty();
  }

  @Test
  void subscriptions_go_with_the_change_that_removes_them() {
    InstanceRow row = instance(key(1), active(null));
    write(
        insert(
            row,
            subscriptions(
                List.of(
                    subscription(key(1), "a", "s:lead:42"), subscription(key(1), "b", "s:lead:42")),
                List.of())));
    write(
        append(
            row,
            2,
            subscriptions(List.of(subscription(key(1), "c", "s:lead:42")), List.of("a", "none"))));
    assertThat(found("s:lead:42")).containsExactly("1/b", "1/c");
    assertThat(isSubscribed(ACME, "lead.replied")).isTrue();
    assertThat(isSubscribed(ACME, "lead.created")).isFalse();
    assertThat(isSubscribed(OTHER, "lead.replied")).isFalse();
    write(append(row, 3, subscriptions(List.of(), List.of("b", "c"))));
    assertThat(isSubscribed(ACME, "lead.replied")).isFalse();
  }

  private boolean isSubscribed(TenantId tenant, String type) {
    return get(transaction -> transaction.instances().isSubscribed(tenant, type));
  }

  private List<String> found(String... keys) {
    List<EventSubscriptionLookup> lookups = new ArrayList<>();
    for (String key : keys) {
      lookups.add(new EventSubscriptionLookup(ACME, "lead.replied", key));
    }
    return get(transaction -> transaction.instances().subscriptions(lookups, null, 10)).stream()
        .map(
            subscription ->
                (subscription.instance().id().value().getLeastSignificantBits() & 0xff)
                    + "/"
                    + subscription.step())
        .toList();
  }

  @Test
  void a_task_is_put_replaced_and_removed() {
    InstanceRow row = instance(key(1), active(null));
    TaskRow ready = task(key(1), "ask", LATER);
    write(insert(row, tasks(List.of(ready), List.of())));
    assertThat(maybe(transaction -> transaction.instances().task(key(1), "ask"))).contains(ready);
    assertThat(maybe(transaction -> transaction.instances().task(key(1), "none"))).isEmpty();

    TaskRow claimed =
        new TaskRow(
            key(1),
            "ask",
            "approval",
            "Größe?",
            "w",
            null,
            "IN_PROGRESS",
            new TaskRow.Offer(
                false,
                List.of("LAWYER", "CLERK"),
                List.of("carl"),
                List.of("dora", "erik"),
                "anna",
                "bob",
                "frank"),
            new TaskRow.Times(NOW, null, LATER, 70));
    write(append(row, 2, tasks(List.of(claimed), List.of())));
    assertThat(tasks(ALL)).containsExactly(claimed);

    write(append(row, 3, tasks(List.of(), List.of("ask", "none"))));
    assertThat(tasks(ALL)).isEmpty();
  }

  @Test
  void pages_of_tasks_are_complete_by_due_date_then_ready_date_and_none_last() {
    List<TaskRow> expected = new ArrayList<>();
    for (Instant due : new Instant[] {NOW, LATER, null}) {
      for (int ready = 0; ready < 2; ready++) {
        for (int n = 1; n <= 3; n++) {
          expected.add(
              new TaskRow(
                  key(n),
                  "s-" + ready + (due == null ? "-" : due.getEpochSecond() + ""),
                  "approval",
                  "l",
                  "w",
                  LEAD,
                  "READY",
                  TaskRow.Offer.to(null),
                  TaskRow.Times.of(NOW.plusSeconds(ready), due)));
        }
      }
    }
    for (int n = 1; n <= 3; n++) {
      int which = n;
      write(
          insert(
              instance(key(n), active(null)),
              tasks(
                  expected.stream().filter(task -> task.instance().equals(key(which))).toList(),
                  List.of())));
    }
    List<TaskRow> seen = new ArrayList<>();
    List<TaskRow> page;
    do {
      TaskRow after = seen.isEmpty() ? null : seen.get(seen.size() - 1);
      page = get(transaction -> transaction.instances().tasks(ALL, after, 4));
      seen.addAll(page);
    } while (page.size() == 4);
    assertThat(seen).containsExactlyElementsOf(expected);
  }

  @Test
  void an_actor_finds_what_is_his_or_open_to_his_roles() {
    List<TaskRow> all =
        List.of(
            open("for-lawyers", "LAWYER", null, null),
            open("for-clients", "CLIENT", null, null),
            open("for-everybody", null, null, null),
            open("assigned-to-anna", "CLIENT", "anna", null),
            open("assigned-to-bob", "LAWYER", "bob", null),
            open("claimed-by-anna", "LAWYER", null, "anna"),
            open("not-hers-any-more", "CLIENT", "bob", "anna"),
            open("for-nobody", null, "", null),
            open("claimed-by-bob", "LAWYER", "anna", "bob"));
    write(insert(instance(key(1), active(null)), tasks(all, List.of())));
    assertThat(tasks(theirs("anna", Set.of("LAWYER", "PARTNER"))))
        .extracting(TaskRow::step)
        .containsExactlyInAnyOrder(
            "for-lawyers", "for-everybody", "assigned-to-anna", "claimed-by-anna");
    assertThat(tasks(theirs("carl", Set.of())))
        .extracting(TaskRow::step)
        .containsExactly("for-everybody");
    assertThat(tasks(ALL)).hasSize(9);
    assertThat(tasks(ALL.about(LEAD))).hasSize(9);
    assertThat(tasks(ALL.about(SubjectRef.of("lead", "1")))).isEmpty();
  }

  @Test
  void a_role_on_one_subject_opens_the_tasks_about_that_subject() {
    SubjectRef other = SubjectRef.of("lead", "1");
    SubjectRef third = SubjectRef.of("lead", "2");
    List<TaskRow> all =
        List.of(
            about("about-lead", LEAD, "LAWYER"),
            about("about-other", other, "LAWYER"),
            about("about-third", third, "PARTNER"),
            about("about-nothing", null, "LAWYER"));
    write(insert(instance(key(1), active(null)), tasks(all, List.of())));
    Map<SubjectRef, Set<String>> on = Map.of(LEAD, Set.of("LAWYER"), third, Set.of("LAWYER"));
    assertThat(tasks(ALL.of(new Performer("anna", Set.of(), on, Set.of(), false))))
        .extracting(TaskRow::step)
        .containsExactly("about-lead");
    assertThat(tasks(ALL.of(new Performer("anna", Set.of("PARTNER"), on, Set.of(other), false))))
        .extracting(TaskRow::step)
        .containsExactlyInAnyOrder("about-lead", "about-other", "about-third");
  }

  @Test
  void the_next_page_begins_at_the_place_of_a_task_that_is_gone() {
    List<TaskRow> all =
        List.of(about("a", LEAD, null), about("b", LEAD, null), about("c", LEAD, null));
    InstanceRow row = instance(key(1), active(null));
    write(insert(row, tasks(all, List.of())));
    write(append(row, 2, tasks(List.of(), List.of("b"))));
    TaskRow gone = TaskRow.place(key(1), "b", TaskRow.Times.of(NOW, null));
    List<TaskRow> next = get(transaction -> transaction.instances().tasks(ALL, gone, 10));
    assertThat(next).extracting(TaskRow::step).containsExactly("c");
  }

  private static TaskRow about(String step, SubjectRef subject, String role) {
    return new TaskRow(
        key(1),
        step,
        "approval",
        "l",
        "w",
        subject,
        "READY",
        TaskRow.Offer.to(role),
        TaskRow.Times.of(NOW, null));
  }

  private static TaskRow open(String step, String role, String assignee, String claimedBy) {
    return new TaskRow(
        key(1),
        step,
        "approval",
        "l",
        "w",
        LEAD,
        "READY",
        TaskRow.Offer.to(role).held(assignee, claimedBy),
        TaskRow.Times.of(NOW, null));
  }

  private static TaskFilter theirs(String actor, Set<String> roles) {
    return ALL.of(Performer.of(actor, roles));
  }

  private List<TaskRow> tasks(TaskFilter filter) {
    return get(transaction -> transaction.instances().tasks(filter, null, 100));
  }
}
