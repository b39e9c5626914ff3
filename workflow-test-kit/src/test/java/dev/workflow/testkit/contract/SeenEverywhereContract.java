package dev.workflow.testkit.contract;

import static dev.workflow.testkit.WorkflowTestKit.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.workflow.Actor;
import dev.workflow.InstanceId;
import dev.workflow.Json;
import dev.workflow.SubjectRef;
import dev.workflow.TaskId;
import dev.workflow.TenantId;
import dev.workflow.WorkflowEngine;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.evidence.EvidencePack;
import dev.workflow.evidence.EvidenceVerifier;
import dev.workflow.operations.ExecutionLog;
import dev.workflow.operations.ExecutionLog.Format;
import dev.workflow.spi.ActionResult;
import dev.workflow.spi.FieldPolicy.Access;
import dev.workflow.spi.MessageState;
import dev.workflow.spi.OutboundMessage;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * A value that somebody may not see is in nothing that any service tells them: neither as data nor
 * in a text that somebody who may see it has made of it.
 */
public abstract class SeenEverywhereContract extends EngineContract {

  private static final Actor ANN = Actor.of("ann");
  private static final Actor BOB = Actor.of("bob");
  private static final String SALARY = "4711042";
  private static final String NOTES = "tulip-quartz";

  private InstanceId id;
  private UUID message;

  @Override
  protected WorkflowEngine.Builder customize(WorkflowEngine.Builder builder) {
    return super.customize(builder)
        .fields(
            request ->
                !request.principal().equals(BOB) || !request.record().equals("lead")
                    ? Access.OPEN
                    : switch (request.field()) {
                      case "salary" -> Access.masked("***");
                      case "notes" -> Access.HIDDEN;
                      default -> Access.OPEN;
                    });
  }

  /** Ann's workflow uses what only she may see wherever a workflow can. */
  private void plant() {
    answer =
        context -> {
          String both = SALARY + " for " + NOTES;
          if (context.step().equals("fails")) {
            return ActionResult.failed("cannot pay " + both, false);
          }
          context.set("said", Json.object().put("pay", both));
          context.set("lead", Json.object().put("salary", 4711042).put("notes", NOTES));
          context.send(
              OutboundMessage.draft(
                  context, "email", "jo@example.org", Json.object().put("text", "Pay " + both)));
          return ActionResult.completed(
              Json.object().put("copied", 4711042).put("quoted", "pays " + both));
        };
    kit.engine()
        .definitions()
        .publish(
            TENANT,
            WorkflowDefinition.parse(
                """
                {"key": "w", "triggers": [{"event": "lead.created"}], "steps": [
                  {"id": "pays", "action": "work"},
                  {"id": "fails", "action": "work", "allowFailure": true,
                   "retry": {"maxAttempts": 1}},
                  {"id": "ask", "action": "approval", "taskFields": {"pay": "{{lead.salary}}"},
                   "config": {"message": "Pay {{lead.salary}} to {{lead.notes}}?"}},
                  {"id": "done", "action": "approval"}]}
                """),
            ANN);
    kit.engine()
        .definitions()
        .publish(
            TENANT,
            WorkflowDefinition.parse(
                """
                {"key": "poor", "triggers": [{"event": "lead.created",
                  "when": {"field": "lead.salary", "operator": "lt", "value": 100}}], "steps": []}
                """),
            ANN);
    id =
        kit.event(
                "lead.created",
                LEAD,
                "{\"lead\": {\"name\": \"Jo\", \"salary\": 4711042, \"notes\": \"tulip-quartz\"}}")
            .started()
            .get(0)
            .instance();
    TaskId task = TaskId.of(id, "ask");
    kit.engine().tasks().comment(TENANT, task, ANN, "is " + SALARY + " right?");
    kit.engine()
        .tasks()
        .complete(
            TENANT,
            task,
            ANN,
            Json.object().put("approved", true).put("comment", NOTES + " gets " + SALARY));
    kit.run();
    message =
        kit.engine().messaging().messages().list(TENANT, LEAD, null, null, 1).items().get(0).id();
  }

  /** All that the operations of an engine answer, by signature. */
  private Map<String, String> answers(WorkflowEngine engine) {
    Map<String, String> all = new TreeMap<>();
    Map<String, Method> operations = new TreeMap<>();
    ServiceOperations.all()
        .forEach(
            (signature, method) ->
                operations.put((reads(method) ? "1 " : "2 ") + signature, method));
    operations.forEach(
        (name, method) -> {
          Object service = ServiceOperations.of(engine, method);
          if (reads(method) || engine != kit.engine()) {
            all.put(name.substring(2), answer(service, method));
          }
        });
    return all;
  }

  private static boolean reads(Method method) {
    return !method.getReturnType().equals(void.class)
        && method
            .getName()
            .matches(
                "(get|list|of|search|story|evidence|diagram|query|inbox|count|upcoming|failed"
                    + "|document|receipt|matches|history|versions|export|whyNot|changes).*");
  }

  private String answer(Object service, Method method) {
    StringBuilder written = new StringBuilder();
    Class<?>[] types = method.getParameterTypes();
    Object[] values = new Object[types.length];
    for (int i = 0; i < types.length; i++) {
      values[i] = value(types[i], written);
    }
    try {
      return words(method.invoke(service, values)) + written;
    } catch (InvocationTargetException e) {
      return String.valueOf(e.getCause()) + written;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String words(@Nullable Object answer) {
    return answer instanceof EvidencePack pack ? pack.json() + pack.html() : String.valueOf(answer);
  }

  private @Nullable Object value(Class<?> type, StringBuilder written) {
    if (type.equals(TenantId.class)) {
      return TENANT;
    } else if (type.equals(InstanceId.class)) {
      return id;
    } else if (type.equals(TaskId.class)) {
      return TaskId.of(id, "ask");
    } else if (type.equals(SubjectRef.class)) {
      return LEAD;
    } else if (type.equals(Actor.class)) {
      return BOB;
    } else if (type.equals(UUID.class)) {
      return message;
    } else if (type.equals(int.class)) {
      return 100;
    } else if (type.equals(boolean.class)) {
      return false;
    } else if (type.equals(Appendable.class)) {
      return written;
    } else if (type.isEnum()) {
      return type.equals(MessageState.class) ? null : type.getEnumConstants()[0];
    } else if (type.isRecord()) {
      return made(type);
    }
    return null;
  }

  /** A question about everything. */
  private static @Nullable Object made(Class<?> type) {
    for (Method method : type.getMethods()) {
      try {
        if (method.getName().equals("of")
            && method.getParameterCount() == 1
            && method.getParameterTypes()[0].equals(TenantId.class)) {
          return method.invoke(null, TENANT);
        } else if (Set.of("open", "all").contains(method.getName())
            && method.getParameterCount() == 0
            && method.getReturnType().equals(type)) {
          return method.invoke(null);
        }
      } catch (ReflectiveOperationException | RuntimeException e) {
        return null;
      }
    }
    return null;
  }

  private static Set<String> telling(Map<String, String> answers) {
    Set<String> telling = new TreeSet<>();
    answers.forEach(
        (signature, answer) -> {
          if (answer.contains(SALARY) || answer.contains(NOTES)) {
            telling.add(signature.replaceAll("\\(.*", ""));
          }
        });
    return telling;
  }

  @Test
  void nothing_that_any_service_answers_tells_of_a_masked_value() {
    plant();
    assertThat(telling(answers(kit.engine())))
        .contains(
            "Decisions.list",
            "Events.list",
            "ExecutionLog.export",
            "ExecutionLog.search",
            "History.evidence",
            "History.of",
            "History.story",
            "Instances.get",
            "Messages.get",
            "Messages.list",
            "Tasks.get");
    Map<String, String> bobs = answers(kit.engine().as(BOB));
    assertThat(telling(bobs)).isEmpty();
    assertThat(bobs.values()).anyMatch(answer -> answer.contains("***"));
  }

  @Test
  void texts_keep_what_is_not_masked_and_names_stay_as_they_are() {
    plant();
    WorkflowEngine bobs = kit.engine().as(BOB);
    assertThat(bobs.instances().get(TENANT, id).step("fails").reason())
        .isEqualTo("cannot pay *** for ");
    assertThat(bobs.messaging().messages().get(TENANT, message).content())
        .isEqualTo(json("{\"text\": \"Pay *** for \"}"));
    assertThat(bobs.messaging().messages().get(TENANT, message).origin().workflow()).isEqualTo("w");
    assertThat(bobs.instances().get(TENANT, id).step("pays").output())
        .isEqualTo(json("{\"copied\": \"***\", \"quoted\": \"pays *** for \"}"));
    assertThat(bobs.history().story(TENANT, id))
        .contains("cannot pay *** for ")
        .doesNotContain(SALARY);
    assertThat(kit.engine().as(ANN).history().story(TENANT, id)).contains(SALARY);
  }

  @Test
  void a_search_finds_nothing_by_a_text_that_is_masked() {
    plant();
    ExecutionLog.Query about = ExecutionLog.Query.of(TENANT).saying(SALARY);
    assertThat(kit.engine().as(ANN).log().search(about, null, 100).items()).isNotEmpty();
    assertThat(kit.engine().as(BOB).log().search(about, null, 100).items()).isEmpty();
    assertThat(
            kit.engine()
                .as(BOB)
                .log()
                .search(ExecutionLog.Query.of(TENANT).saying("cannot pay"), null, 100)
                .items())
        .hasSize(1);
  }

  @Test
  void exports_show_masks_in_both_forms() throws IOException {
    plant();
    for (Format format : Format.values()) {
      StringBuilder anns = new StringBuilder();
      StringBuilder bobs = new StringBuilder();
      ExecutionLog.Query all = ExecutionLog.Query.of(TENANT);
      long count = kit.engine().as(ANN).log().export(all, format, anns);
      assertThat(kit.engine().as(BOB).log().export(all, format, bobs)).isEqualTo(count);
      assertThat(anns.toString()).contains(SALARY, NOTES);
      assertThat(bobs.toString()).contains("***").doesNotContain(SALARY).doesNotContain(NOTES);
    }
  }

  @Test
  void evidence_without_what_is_masked_verifies_all_the_same() {
    plant();
    EvidencePack pack = kit.engine().as(BOB).history().evidence(TENANT, id);
    assertThat(pack.json()).doesNotContain(SALARY).doesNotContain(NOTES);
    assertThat(EvidenceVerifier.verify(pack.json()).broken()).isNull();
  }

  @Test
  void what_is_too_common_to_be_looked_for_stays_in_texts_and_is_masked_as_data() {
    publish("w", "", "[{\"id\": \"a\", \"action\": \"work\"}]");
    answer = context -> ActionResult.completed(Json.object().put("text", "7 of 70").put("n", 7));
    InstanceId small =
        kit.event("lead.created", LEAD, "{\"lead\": {\"salary\": 7}}").started().get(0).instance();
    WorkflowEngine bobs = kit.engine().as(BOB);
    assertThat(bobs.instances().get(TENANT, small).step("a").output())
        .isEqualTo(json("{\"text\": \"7 of 70\", \"n\": 7}"));
    assertThat(bobs.events().list(TENANT, null, 1).items().get(0).event().payload())
        .isEqualTo(json("{\"lead\": {\"salary\": \"***\"}}"));
  }
}
