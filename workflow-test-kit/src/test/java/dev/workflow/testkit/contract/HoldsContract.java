package dev.workflow.testkit.contract;

import static dev.workflow.testkit.WorkflowTestKit.TENANT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.workflow.AccessDeniedException;
import dev.workflow.Actor;
import dev.workflow.ConflictException;
import dev.workflow.Definitions;
import dev.workflow.Event;
import dev.workflow.InstanceId;
import dev.workflow.Instances;
import dev.workflow.NotFoundException;
import dev.workflow.SubjectRef;
import dev.workflow.TaskId;
import dev.workflow.TenantId;
import dev.workflow.WorkflowEngine;
import dev.workflow.WorkflowException;
import dev.workflow.evidence.EvidencePack;
import dev.workflow.evidence.EvidenceVerifier;
import dev.workflow.instance.InstanceState;
import dev.workflow.messaging.ChannelAddress;
import dev.workflow.messaging.Suppressions;
import dev.workflow.operations.Findings;
import dev.workflow.retention.Retention;
import dev.workflow.retention.Retention.Removed;
import dev.workflow.retention.Retention.What;
import dev.workflow.schedule.ScheduledTask;
import dev.workflow.spi.ActionResult;
import dev.workflow.spi.ActorDirectory;
import dev.workflow.spi.ArchiveSink;
import dev.workflow.spi.OutboundMessage;
import dev.workflow.spi.RetentionPolicy;
import dev.workflow.spi.RetentionPolicy.Keep;
import dev.workflow.spi.store.StoreException;
import dev.workflow.task.TaskQuery;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is removed by itself, what may not be, and what is erased. */
public abstract class HoldsContract extends EngineContract {

  private static final Actor ANN = Actor.of("ann");
  private static final SubjectRef OTHER = SubjectRef.of("lead", "7");
  private static final String WORK = "[{\"id\": \"a\", \"action\": \"work\"}]";
  private static final String ASK = "[{\"id\": \"ask\", \"action\": \"approval\"}]";

  private final List<ArchiveSink.Batch> archived = new ArrayList<>();
  private volatile Keep keep = Keep.EVERYTHING;
  private volatile boolean quiet = true;
  private volatile RuntimeException broken;

  @Override
  protected WorkflowEngine.Builder customize(WorkflowEngine.Builder builder) {
    return super.customize(builder)
        .archive(
            batch -> {
              archived.add(batch);
              if (broken != null) {
                throw broken;
              }
            })
        .retention(
            new RetentionPolicy() {
              @Override
              public Collection<TenantId> tenants() {
                return List.of(TENANT);
              }

              @Override
              public Keep of(TenantId tenant) {
                return keep;
              }

              @Override
              public boolean quiet(TenantId tenant, Instant now) {
                return quiet;
              }
            });
  }

  private Retention retention() {
    return kit.engine().retention();
  }

  private InstanceId ended(String workflow, SubjectRef subject) {
    publish(workflow, "", WORK);
    return kit.engine()
        .instances()
        .start(TENANT, workflow, subject, json("{\"secret\": \"s3\"}"), ANN)
        .orElseThrow();
  }

  private List<InstanceId> left() {
    return kit.engine().instances().list(Instances.Query.of(TENANT), null, 100).items().stream()
        .map(Instances.Summary::id)
        .toList();
  }

  @Test
  void a_hold_is_kept_as_it_was_until_it_is_released() {
    Retention.Hold hold = retention().hold(TENANT, LEAD, ANN, "a lawsuit");
    kit.advance(Duration.ofMinutes(1));
    assertThat(retention().hold(TENANT, LEAD, Actor.of("bob"), "another")).isEqualTo(hold);
    retention().hold(TENANT, OTHER, ANN, "b");
    var page = retention().holds(TENANT, null, 1);
    assertThat(page.items()).containsExactly(hold);
    assertThat(retention().holds(TENANT, page.next().orElseThrow(), 2).items())
        .extracting(Retention.Hold::subject)
        .containsExactly(OTHER);
    assertThat(retention().held(TENANT, LEAD)).contains(hold);
    assertThat(retention().release(TENANT, LEAD, ANN)).isTrue();
    assertThat(retention().release(TENANT, LEAD, ANN)).isFalse();
    assertThat(retention().held(TENANT, LEAD)).isEmpty();
    assertThatThrownBy(() -> retention().hold(TENANT, LEAD, Actor.ENGINE, "no"))
        .isInstanceOf(AccessDeniedException.class)
        .hasMessage("the actor id \"engine\" is the engine's own; a person needs another");
  }

  @Test
  void nothing_removes_what_is_under_hold() {
    InstanceId held = ended("w", LEAD);
    InstanceId other = ended("w", OTHER);
    kit.event(Event.of(TENANT, "nobody.cares", LEAD, json("{}")).withId("e-1"));
    kit.event(Event.of(TENANT, "nobody.cares", OTHER, json("{}")).withId("e-2"));
    kit.run();
    retention().hold(TENANT, LEAD, ANN, "a lawsuit");
    kit.advance(Duration.ofDays(2));
    Instant now = kit.clock().instant();
    assertThat(kit.engine().instances().purge(TENANT, now, gone -> {})).isEqualTo(1);
    assertThat(left()).containsExactly(held);
    assertThat(kit.engine().events().purge(TENANT, now, gone -> {})).isEqualTo(1);
    assertThat(kit.engine().events().list(TENANT, null, 9).items())
        .extracting(one -> one.event().id())
        .containsExactly("e-1");
    assertThat(retention().purge(TENANT, What.INSTANCES, Duration.ofDays(1), gone -> {}))
        .isEqualTo(Removed.NOTHING);
    assertThatThrownBy(
            () -> kit.engine().definitions().delete(TENANT, "w", Definitions.KeptHistory.NONE, ANN))
        .isInstanceOf(ConflictException.class)
        .hasMessage(
            "the subject lead:42 of an instance of \"w\" is under hold: the workflow is archived, and"
                + " all but what is under hold was removed; delete it again when the hold is"
                + " released");
    assertThatThrownBy(() -> retention().erase(TENANT, LEAD, ANN))
        .isInstanceOf(ConflictException.class)
        .hasMessage(
            "the subject lead:42 of tenant test is under hold since 2026-01-05T09:00:00Z by ann (a"
                + " lawsuit); release it first");
    assertThat(left()).containsExactly(held);
    retention().release(TENANT, LEAD, ANN);
    assertThat(kit.engine().instances().purge(TENANT, now, gone -> {})).isEqualTo(1);
    assertThatThrownBy(() -> instance(other)).isInstanceOf(NotFoundException.class);
  }

  @Test
  void the_policy_says_how_long_things_stay_by_workflow() {
    InstanceId shortLived = ended("w", LEAD);
    InstanceId longLived = ended("v", LEAD);
    InstanceId open = ended("u", LEAD);
    kit.run();
    assertThat(left()).hasSize(3);
    keep = Keep.EVERYTHING.withInstances(Duration.ofDays(10)).withWorkflow("w", Duration.ofDays(1));
    kit.advance(Duration.ofDays(2));
    assertThat(left()).containsExactly(open, longLived).doesNotContain(shortLived);
    kit.advance(Duration.ofDays(9));
    assertThat(left()).isEmpty();
  }

  @Test
  void everything_else_goes_by_its_own_time_too() {
    publish("w", "", ASK);
    kit.event(Event.of(TENANT, "nobody.cares", LEAD, json("{}")).withId("e-1"));
    kit.engine()
        .schedules()
        .create(
            TENANT,
            ScheduledTask.parse(
                "{\"name\": \"t\", \"type\": \"action\", \"config\": {\"action\": \"work\"}, \"every\": \"P1D\"}"),
            ANN);
    kit.advance(Duration.ofDays(3));
    keep = Keep.all(Duration.ofHours(30));
    Removed removed = retention().purge(TENANT, soFar -> {});
    assertThat(removed.events()).isEqualTo(1);
    assertThat(removed.ticks()).isEqualTo(2);
    assertThat(removed.instances()).isEqualTo(2);
  }

  @Test
  void nothing_is_removed_when_it_is_not_quiet() {
    ended("w", LEAD);
    kit.run();
    keep = Keep.all(Duration.ofDays(1));
    quiet = false;
    kit.advance(Duration.ofDays(3));
    assertThat(left()).hasSize(1);
    quiet = true;
    kit.advance(Duration.ofHours(2));
    assertThat(left()).isEmpty();
  }

  @Test
  void instances_are_archived_before_they_are_removed() {
    InstanceId id = ended("w", LEAD);
    InstanceId other = ended("w", OTHER);
    kit.run();
    kit.advance(Duration.ofDays(1));
    List<Removed> progress = new ArrayList<>();
    retention().purge(TENANT, What.INSTANCES, Duration.ofHours(1), progress::add);
    assertThat(progress).containsExactly(new Removed(2, 0, 0, 0, 0));
    assertThat(archived).hasSize(1);
    ArchiveSink.Batch batch = archived.get(0);
    assertThat(batch.tenant()).isEqualTo(TENANT);
    assertThat(batch.ndjson().lines()).hasSize(2);
    assertThat(batch.lines().get(0)).contains(id.toString()).doesNotContain("\n");
    assertThat(batch.lines().get(1)).contains(other.toString());
    for (String line : batch.lines()) {
      assertThat(EvidenceVerifier.verify(line).broken()).isNull();
      EvidencePack erased = EvidencePack.read(line).without((name, value) -> true);
      assertThat(erased.json()).doesNotContain("s3").doesNotContain("\"salt\"");
      assertThat(EvidenceVerifier.verify(erased.json()).broken()).isNull();
      assertThat(erased.head()).isEqualTo(EvidencePack.read(line).head());
    }
  }

  @Test
  void a_sink_that_breaks_keeps_its_batch() {
    ended("w", LEAD);
    ended("w", OTHER);
    kit.run();
    kit.advance(Duration.ofDays(1));
    broken = new IllegalStateException("the disk is full");
    assertThatThrownBy(
            () -> retention().purge(TENANT, What.INSTANCES, Duration.ofHours(1), gone -> {}))
        .isInstanceOf(WorkflowException.class)
        .hasMessage(
            "the ArchiveSink failed with java.lang.IllegalStateException: the disk is full; nothing"
                + " of its batch was removed from tenant test, what was removed before is archived");
    assertThat(left()).hasSize(2);
    broken = null;
    assertThat(
            retention().purge(TENANT, What.INSTANCES, Duration.ofHours(1), gone -> {}).instances())
        .isEqualTo(2);
    assertThat(archived).hasSize(2);
    assertThat(archived.get(0).id()).isNotEqualTo(archived.get(1).id());
  }

  @Test
  void a_scheduled_task_cleans_up() {
    ended("w", LEAD);
    kit.run();
    kit.engine()
        .schedules()
        .create(
            TENANT,
            ScheduledTask.parse(
                "{\"name\": \"t\", \"type\": \"cleanup\", \"config\": {\"what\": \"instances\","
                    + " \"older_than\": \"PT24H\"}, \"every\": \"P2D\"}"),
            ANN);
    kit.advance(Duration.ofDays(2));
    var schedule = kit.engine().schedules().list(TENANT, null, null, 1).items().get(0);
    assertThat(
            kit.engine()
                .schedules()
                .history(TENANT, schedule.id(), null, 1)
                .items()
                .get(0)
                .output())
        .isEqualTo("{\"instances\":1,\"messages\":0,\"events\":0,\"ticks\":0,\"findings\":0}");
    assertThat(left()).hasSize(1);
    assertThatThrownBy(
            () ->
                ScheduledTask.parse(
                    "{\"name\": \"t\", \"type\": \"cleanup\", \"config\": {\"what\": \"all\","
                        + " \"older_than\": \"P1M\"}, \"every\": \"P2D\"}"))
        .hasMessage(
            "The scheduled task has 2 problems:\n"
                + "  /config/what: is none of instances, messages, events, ticks, findings\n"
                + "  /config/older_than: expected days, hours or less, such as \"P90D\"");
  }

  @Test
  void no_workflow_cleans_up() {
    InstanceId id =
        run(
            "[{\"id\": \"a\", \"action\": \"cleanup\", \"config\": {\"what\": \"instances\", \"older_than\":"
                + " \"PT1S\"}}]",
            "{}");
    assertThat(instance(id).step("a").reason())
        .isEqualTo("\"cleanup\" is for scheduled tasks alone");
  }

  @Test
  void a_subject_is_erased_everywhere_and_an_opt_out_is_still_honoured() {
    publish("w", "", ASK);
    InstanceId open =
        kit.event("lead.created", LEAD, "{\"name\": \"Jane\"}").started().get(0).instance();
    TaskId task = TaskId.of(open, "ask");
    kit.engine().tasks().claim(TENANT, task, ANN);
    kit.engine().tasks().comment(TENANT, task, ANN, "Jane called");
    kit.engine().tasks().attach(TENANT, task, ANN, "Jane.pdf", "https://x.example/1", null);
    kit.engine().tasks().save(TENANT, task, ANN, json("{\"approved\": true}"), 0);
    InstanceId others = kit.event("lead.created", OTHER, "{}").started().get(0).instance();
    answer =
        context -> {
          context.send(
              OutboundMessage.draft(context, "sms", "+31612345678", json("{\"text\": \"Jane\"}")));
          return ActionResult.completed(json("{}"));
        };
    ended("v", LEAD);
    kit.run();
    kit.engine().assignments().setOverride(TENANT, LEAD, "v", ANN, "Jane", null);
    ChannelAddress address = new ChannelAddress("sms", "+31612345678");
    kit.engine()
        .messaging()
        .suppressions()
        .suppress(
            TENANT, address, Suppressions.Reason.OPT_OUT, Suppressions.Scope.EVERYTHING, ANN, null);
    kit.engine().messaging().consents().withdraw(TENANT, address, "marketing", ANN, null);

    var receipt = retention().erase(TENANT, LEAD, Actor.of("bob"));
    assertThat(receipt)
        .isEqualTo(
            new Retention.ErasureReceipt(
                receipt.id(),
                TENANT,
                LEAD,
                Actor.of("bob"),
                kit.clock().instant(),
                kit.clock().instant(),
                1,
                2,
                receipt.messages(),
                1,
                0,
                true));
    assertThat(left()).containsExactly(others);
    assertThat(kit.engine().events().list(TENANT, null, 9).items())
        .extracting(one -> one.event().subject())
        .containsExactly(OTHER);
    assertThat(kit.engine().messaging().messages().list(TENANT, LEAD, null, null, 9).items())
        .isEmpty();
    assertThat(kit.engine().tasks().query(TENANT, TaskQuery.all(), null, 9).items()).hasSize(1);
    assertThat(kit.engine().assignments().override(TENANT, LEAD)).isEmpty();
    assertThat(kit.engine().assignments().changes(TENANT, null, 9).items()).isEmpty();
    assertThat(kit.engine().findings().list(TENANT, Findings.Query.all(), null, 9).items())
        .isEmpty();
    assertThat(kit.engine().messaging().suppressions().of(TENANT, address)).hasSize(1);
    assertThat(kit.engine().messaging().consents().history(TENANT, address)).hasSize(1);
    assertThat(instance(others).state()).isEqualTo(InstanceState.ACTIVE);
  }

  @Test
  void erasing_again_removes_what_has_come_since() {
    ended("v", LEAD);
    kit.run();
    assertThat(retention().erase(TENANT, LEAD, ANN).instances()).isEqualTo(1);
    assertThat(retention().erase(TENANT, LEAD, ANN).instances()).isZero();
    ended("v", LEAD);
    kit.run();
    assertThat(retention().erase(TENANT, LEAD, ANN).instances()).isEqualTo(1);
  }

  @Test
  void many_instances_are_erased_in_portions() {
    publish("v", "", WORK);
    for (int i = 0; i < 120; i++) {
      kit.engine().instances().start(TENANT, "v", LEAD, json("{}"), ANN);
    }
    kit.run();
    assertThat(retention().erase(TENANT, LEAD, ANN).instances()).isEqualTo(120);
    assertThat(left()).isEmpty();
  }

  private List<Retention.ErasureReceipt> receipts(SubjectRef subject) {
    return retention().erasures(TENANT, subject, null, 9).items();
  }

  @Test
  void the_receipt_of_an_erasure_is_kept_and_can_be_asked_for_again() {
    ended("v", LEAD);
    kit.run();
    Retention.ErasureReceipt first = retention().erase(TENANT, LEAD, ANN);
    kit.advance(Duration.ofDays(1));
    Retention.ErasureReceipt second = retention().erase(TENANT, LEAD, Actor.of("bob"));
    Retention.ErasureReceipt others = retention().erase(TENANT, OTHER, ANN);

    assertThat(first.instances()).isEqualTo(1);
    assertThat(first.ended()).isEqualTo(first.begun());
    assertThat(receipts(LEAD)).containsExactly(second, first);
    var page = retention().erasures(TENANT, null, null, 2);
    assertThat(page.items()).containsExactly(others, second);
    assertThat(retention().erasures(TENANT, null, page.next().orElseThrow(), 2).items())
        .containsExactly(first);
    assertThat(kit.engine().retention().erasures(TenantId.of("other"), null, null, 9).items())
        .isEmpty();
  }

  /** Two instances at work, five that have ended, with messages and an override. */
  private void muchAboutLead() {
    answer =
        context -> {
          context.send(
              OutboundMessage.draft(context, "sms", "+31612345678", json("{\"text\": \"Jane\"}")));
          return ActionResult.completed(json("{}"));
        };
    for (int i = 0; i < 3; i++) {
      ended("v", LEAD);
    }
    publish("w", "", ASK);
    kit.event("lead.created", LEAD, "{}");
    kit.event("lead.created", LEAD, "{}");
    kit.engine().assignments().setOverride(TENANT, LEAD, "v", ANN, "Jane", null);
    kit.run();
  }

  /** An engine whose store breaks, as if its process were killed at that statement. */
  private WorkflowEngine dying(BrittleStore brittle) {
    return customize(WorkflowEngine.builder().actors(ActorDirectory.open()))
        .messaging(m -> m.sender(kit.sender("sms")))
        .store(brittle)
        .clock(kit.clock())
        .build();
  }

  @Test
  void an_erasure_that_is_broken_off_at_any_statement_goes_on_with_its_receipt() {
    muchAboutLead();
    BrittleStore brittle = new BrittleStore(store);
    Retention.ErasureReceipt receipt = null;
    int crashes = 0;
    for (int statements = 0; receipt == null; statements++) {
      try (WorkflowEngine engine = dying(brittle)) {
        brittle.breaksAfter(statements);
        receipt = engine.retention().erase(TENANT, LEAD, ANN);
      } catch (StoreException e) {
        crashes++;
      } finally {
        brittle.breaksAfter(Long.MAX_VALUE);
      }
    }
    assertThat(crashes).isGreaterThan(15);
    assertThat(List.of(receipt.canceled(), receipt.instances(), receipt.events()))
        .containsExactly(2L, 7L, 2L);
    assertThat(receipt.override()).isTrue();
    assertThat(receipts(LEAD)).containsExactly(receipt);
    assertThat(left()).isEmpty();
    assertThat(kit.engine().messaging().messages().list(TENANT, LEAD, null, null, 9).items())
        .isEmpty();
  }

  @Test
  void another_node_goes_on_with_an_erasure_whose_node_died() {
    muchAboutLead();
    BrittleStore brittle = new BrittleStore(store);
    try (WorkflowEngine engine = dying(brittle)) {
      brittle.breaksAfter(20);
      assertThatThrownBy(() -> engine.retention().erase(TENANT, LEAD, ANN))
          .isInstanceOf(StoreException.class);
      brittle.breaksAfter(Long.MAX_VALUE);
    }
    assertThat(receipts(LEAD).get(0).ended()).isNull();
    assertThat(left()).isNotEmpty();
    kit.advance(Duration.ofHours(2));
    assertThat(receipts(LEAD)).hasSize(1);
    assertThat(receipts(LEAD).get(0).ended()).isNotNull();
    assertThat(receipts(LEAD).get(0).instances()).isEqualTo(7);
    assertThat(left()).isEmpty();
  }

  @Test
  void an_erasure_that_meets_a_hold_on_its_way_stops_and_goes_on_when_it_is_released() {
    muchAboutLead();
    BrittleStore brittle = new BrittleStore(store);
    try (WorkflowEngine engine = dying(brittle)) {
      brittle.breaksAfter(20);
      assertThatThrownBy(() -> engine.retention().erase(TENANT, LEAD, ANN))
          .isInstanceOf(StoreException.class);
      brittle.breaksAfter(Long.MAX_VALUE);
    }
    int before = left().size();
    retention().hold(TENANT, LEAD, ANN, "a lawsuit");
    kit.advance(Duration.ofHours(2));
    assertThat(left()).hasSize(before);
    assertThat(receipts(LEAD).get(0).ended()).isNull();
    retention().release(TENANT, LEAD, ANN);
    kit.advance(Duration.ofHours(1));
    assertThat(receipts(LEAD).get(0).ended()).isNotNull();
    assertThat(left()).isEmpty();
  }

  @Test
  void a_purge_that_is_broken_off_at_any_statement_goes_on_and_the_archive_misses_nothing() {
    List<String> all = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      all.add(ended("v", i % 2 == 0 ? LEAD : OTHER).toString());
    }
    kit.run();
    kit.advance(Duration.ofDays(1));
    BrittleStore brittle = new BrittleStore(store);
    Removed removed = null;
    for (int statements = 0; removed == null; statements++) {
      try (WorkflowEngine engine = dying(brittle)) {
        brittle.breaksAfter(statements);
        removed = engine.retention().purge(TENANT, What.INSTANCES, Duration.ofHours(1), gone -> {});
      } catch (StoreException e) {
        List<String> there = left().stream().map(Object::toString).toList();
        assertThat(all).allMatch(id -> there.contains(id) || isArchived(id));
      } finally {
        brittle.breaksAfter(Long.MAX_VALUE);
      }
    }
    assertThat(left()).isEmpty();
    assertThat(all).allMatch(this::isArchived);
  }

  private boolean isArchived(String id) {
    return archived.stream().anyMatch(batch -> batch.ndjson().contains(id));
  }
}
