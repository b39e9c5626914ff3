package dev.workflow.testkit.contract;

import static dev.workflow.testkit.WorkflowTestKit.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.workflow.Actor;
import dev.workflow.Json;
import dev.workflow.WorkflowEngine;
import dev.workflow.WorkflowException;
import dev.workflow.spi.ActionResult;
import dev.workflow.spi.OutboundMessage;
import dev.workflow.spi.SendResult;
import dev.workflow.spi.store.StoreException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What holds at every operation of the engine. They are found by looking at the interfaces, so that
 * a new one is asked as well.
 */
public abstract class EveryDoorContract extends EngineContract {

  private static final Actor ENGINE = Actor.of("engine");

  /** Who has published something in the engine's name is nobody in particular, as documented. */
  private static final Set<String> IN_THE_ENGINES_NAME =
      Set.of(
          "Definitions.publish",
          "Definitions.publishIfChanged",
          "Definitions.editDraft",
          "Gallery.importFile",
          "Gallery.instantiate",
          "Templates.publish",
          "Suppressions.suppress",
          "Suppressions.suppressRecipient",
          "Suppressions.lift",
          "Consents.grant",
          "Consents.withdraw",
          "Consents.withdrawRecipient",
          "NotificationRules.importRows");

  /** They are asked about an actor, who does nothing. */
  private static final Set<String> ABOUT_SOMEBODY =
      Set.of(
          "Actors.changed",
          "Actors.absences",
          "Tasks.canPerform",
          "Tasks.whyNot",
          "Tasks.get",
          "Previews.publication",
          "Previews.run",
          "Previews.starts");

  private AnyArguments arguments;

  @Override
  protected WorkflowEngine.Builder customize(WorkflowEngine.Builder builder) {
    return super.customize(builder).handler(new Clerk());
  }

  @BeforeEach
  void fill() {
    kit.sender("email").answers(message -> SendResult.deferred("later", Duration.ofDays(1)));
    answer =
        context -> {
          context.send(
              OutboundMessage.draft(
                  context, "email", "a@x.nl", Json.object().put("subject", "s").put("text", "t")));
          return ActionResult.completed();
        };
    var instance =
        run(
            "[{\"id\": \"a\", \"action\": \"work\"}, {\"id\": \"ask\", \"action\": \"clerk\"}]",
            "{}");
    arguments =
        new AnyArguments(
            instance,
            kit.engine().messaging().messages().list(TENANT, null, null, null, 1).items().stream()
                .findFirst()
                .orElseThrow()
                .id());
  }

  /** What an operation answers: its failure, or "done". */
  private String ask(Method operation, Object[] with) {
    try {
      operation.invoke(ServiceOperations.of(kit.engine(), operation), with);
      return "done";
    } catch (InvocationTargetException e) {
      Throwable cause = e.getCause();
      boolean clear = cause instanceof WorkflowException && !(cause instanceof StoreException);
      return (clear ? "" : "NOT CLEAR: ") + cause;
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void what_no_store_keeps_is_answered_clearly_by_every_operation() {
    Map<String, String> unclear = new TreeMap<>();
    Set<String> never = new TreeSet<>();
    ServiceOperations.all()
        .forEach(
            (signature, operation) -> {
              if (arguments.of(operation).isEmpty()) {
                never.add(signature);
              }
              for (Object[] with : arguments.hostile(operation)) {
                String answer = ask(operation, with);
                if (answer.startsWith("NOT CLEAR")) {
                  unclear.put(signature + " " + Arrays.toString(with), answer);
                }
              }
            });
    assertThat(unclear).isEmpty();
    assertThat(never).as("operations that nothing is known to ask with").hasSizeLessThan(8);
    kit.run();
  }

  @Test
  void nobody_acts_under_the_engines_own_id_at_any_operation() {
    Map<String, String> passed = new TreeMap<>();
    ServiceOperations.all()
        .forEach(
            (signature, operation) -> {
              Class<?>[] types = operation.getParameterTypes();
              String name = signature.substring(0, signature.indexOf('('));
              Object[] plain = arguments.of(operation).orElse(null);
              int at = Arrays.asList(types).lastIndexOf(Actor.class);
              if (plain != null && at >= 0 && !known(name)) {
                plain[at] = ENGINE;
                String answer = ask(operation, plain);
                if (!answer.endsWith(
                    "the actor id \"engine\" is the engine's own; a person needs another")) {
                  passed.put(signature, answer);
                }
              }
            });
    assertThat(passed).isEmpty();
  }

  private static boolean known(String name) {
    return IN_THE_ENGINES_NAME.contains(name) || ABOUT_SOMEBODY.contains(name);
  }
}
