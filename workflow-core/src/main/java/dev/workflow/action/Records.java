package dev.workflow.action;

import dev.workflow.InvalidInputException;
import dev.workflow.SubjectRef;
import dev.workflow.spi.ActionContext;
import dev.workflow.spi.ActionResult;
import dev.workflow.spi.RecordGateway;
import dev.workflow.spi.RecordGateway.Call;
import org.jspecify.annotations.Nullable;

/** The way from an action to a record of the host. */
final class Records {

  /** Work on the host's data. */
  @FunctionalInterface
  interface Work {
    ActionResult perform(RecordGateway records, ActionContext context, ActionConfig config);
  }

  private final @Nullable RecordGateway gateway;

  Records(@Nullable RecordGateway gateway) {
    this.gateway = gateway;
  }

  /** The action; blocked as long as there is no gateway. */
  AutomaticAction action(ActionSpec spec, Work work) {
    return new AutomaticAction(
        spec.type(),
        spec,
        (context, config) ->
            gateway == null
                ? ActionResult.blocked(
                    "no RecordGateway is registered: "
                        + spec.type()
                        + " needs one to reach the host's data; give the engine's builder one with"
                        + " records(...)")
                : work.perform(gateway, context, config));
  }

  static Call call(ActionContext context) {
    return new Call(
        context.tenant(), context.idempotencyKey(), context.cause(), context.principal());
  }

  /**
   * The record that {@code entity_type} and {@code entity_id} name: what is left out is the
   * subject's.
   */
  static SubjectRef target(ActionContext context, ActionConfig config) {
    SubjectRef subject = context.subject();
    String type = config.optionalText("entity_type");
    if (type == null) {
      if (subject == null) {
        throw new FinalFailure(
            "/entity_type", "is required, because the instance has no subject to take it from");
      }
      type = subject.type();
    }
    return target(subject, type, config);
  }

  /** A record of this type: {@code entity_id}, or the subject if it is one. */
  static SubjectRef target(@Nullable SubjectRef subject, String type, ActionConfig config) {
    String id = config.optionalText("entity_id");
    if (id != null) {
      return reference(type, id);
    }
    if (subject == null) {
      throw new FinalFailure(
          "/entity_id", "is required, because the instance has no subject to take it from");
    }
    if (!subject.type().equals(type)) {
      throw new FinalFailure(
          "/entity_id",
          "is required, because the subject " + subject + " is not of type \"" + type + "\"");
    }
    return subject;
  }

  private static SubjectRef reference(String type, String id) {
    try {
      return SubjectRef.of(type, id.strip());
    } catch (InvalidInputException e) {
      throw new FinalFailure("/entity_id", e.problems().get(0).message());
    }
  }
}
