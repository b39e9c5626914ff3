package dev.workflow.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.workflow.Actor;
import dev.workflow.InstanceEdit;
import dev.workflow.InstanceEdit.Place;
import dev.workflow.InstanceId;
import dev.workflow.Instances;
import dev.workflow.Json;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.WorkflowEngine;
import dev.workflow.instance.Migration;
import dev.workflow.testkit.WorkflowTestKit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ChangingInstancesTest {

  private static final TenantId TENANT = WorkflowTestKit.TENANT;
  private static final Actor BOSS = Actor.of("boss");

  private WorkflowTestKit kit;
  private WorkflowEngine engine;
  private InstanceId id;

  @BeforeEach
  void start() {
    kit = WorkflowTestKit.inMemory();
    engine = kit.engine();
    kit.publish(
        """
        {"key": "matter", "name": "Matter", "subject": "matter", "steps": [
          {"id": "prepare", "action": "checklist"},
          {"id": "approve", "action": "approval", "role": "LAWYER"},
          {"id": "send", "action": "approval"}]}
        """);
    id = kit.start("matter", SubjectRef.of("matter", "7"), Json.object());
    engine.tasks().complete(TENANT, id, "prepare", BOSS, Json.object());
  }

  @AfterEach
  void close() {
    kit.checkInvariants();
    kit.close();
  }

  @Test
  void one_instance_gets_steps_of_its_own() {
    // snippet: edit
    InstanceEdit.Edited edited =
        engine
            .instances()
            .edit(TENANT, id, BOSS)
            .add(Json.read("{\"id\": \"file\", \"action\": \"checklist\"}"), Place.after("approve"))
            .change(
                Json.read("{\"id\": \"approve\", \"action\": \"approval\", \"role\": \"PARTNER\"}"))
            .rename("Doe against Roe")
            .apply();
    // end
    assertThat(edited.revision()).isEqualTo(1);
    assertThat(engine.instances().document(TENANT, id).step("file")).isPresent();
  }

  @Test
  void what_has_begun_stays() {
    // snippet: refused
    String problems =
        """
        /changes/0/change: step "prepare" has begun (it is COMPLETED) and cannot be changed
        /changes/1/add: step "first" would stand before "prepare", which has begun
        """;
    // end
    InstanceEdit edit =
        engine
            .instances()
            .edit(TENANT, id, BOSS)
            .change(Json.read("{\"id\": \"prepare\", \"action\": \"approval\"}"))
            .add(
                Json.read("{\"id\": \"first\", \"action\": \"approval\"}"),
                Place.before("prepare"));
    assertThat(edit.check())
        .extracting(Object::toString)
        .containsExactlyElementsOf(problems.lines().toList());
  }

  @Test
  void an_instance_goes_on_with_another_version() {
    kit.publish(
        """
        {"key": "matter", "name": "Matter", "subject": "matter", "steps": [
          {"id": "prepare", "action": "checklist"},
          {"id": "sign-off", "action": "approval", "role": "PARTNER"},
          {"id": "send", "action": "approval"}]}
        """);
    // snippet: migrate
    Migration toTwo = Migration.to(2).step("approve", "sign-off");
    Migration.Report report = engine.instances().checkMigration(TENANT, id, toTwo);
    if (report.problems().isEmpty()) {
      engine.instances().migrate(TENANT, id, toTwo, BOSS);
    }
    // end
    assertThat(engine.instances().get(TENANT, id).workflow().version()).isEqualTo(2);
    // snippet: migrateAll
    Instances.Query all = Instances.Query.of(TENANT).workflow("matter");
    Instances.BulkReport done = engine.instances().migrate(all, toTwo, BOSS, progress -> {});
    // end
    assertThat(done.done()).isEqualTo(1);
  }
}
