package dev.workflow.internal.engine;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.Json;
import dev.workflow.Problem;
import dev.workflow.Problems;
import dev.workflow.internal.decide.Effect;
import dev.workflow.internal.decide.InstanceInput;
import dev.workflow.internal.text.Limits;
import dev.workflow.spi.ActionResult;
import dev.workflow.spi.OutboundMessage;
import org.jspecify.annotations.Nullable;

/**
 * Validates the results of handlers before they are stored. What cannot be stored fails the attempt
 * for good: the same handler would give it again.
 */
final class ResultCheck {

  private static final int MAX_KEY = 200;
  private static final int MAX_CHANNEL = 100;
  private static final int MAX_RECIPIENT = 1_000;

  private final long maxBytes;
  private final EngineModules modules;

  ResultCheck(long maxBytes, EngineModules modules) {
    this.maxBytes = maxBytes;
    this.modules = modules;
  }

  /** The result as it can be stored. */
  ActionResult checked(@Nullable ActionResult result, InstanceInput.Outgoing outgoing) {
    if (result == null) {
      return ActionResult.failed(
          "the handler returned null; it must return an ActionResult", false);
    } else if (result instanceof ActionResult.Failed failed) {
      return ActionResult.failed(StoredText.cut(failed.reason()), failed.retryable());
    } else if (result instanceof ActionResult.Blocked blocked) {
      return ActionResult.blocked(StoredText.cut(blocked.reason()));
    }
    String wrong = wrong(result);
    wrong = wrong == null ? wrong(outgoing) : wrong;
    return wrong == null ? result : ActionResult.failed("the handler's " + wrong, false);
  }

  private @Nullable String wrong(ActionResult result) {
    if (result instanceof ActionResult.Completed completed) {
      return wrong("output", completed.output());
    }
    JsonNode session = result instanceof ActionResult.Waiting waiting ? waiting.session() : null;
    if (session != null && wrong("session", session) != null) {
      return wrong("session", session);
    }
    String key = result instanceof ActionResult.Waiting waiting ? waiting.correlationKey() : null;
    return key != null && !isKey(key)
        ? "correlation key must be 1 to " + MAX_KEY + " characters without control characters"
        : null;
  }

  private @Nullable String wrong(InstanceInput.Outgoing outgoing) {
    for (InstanceInput.Variable variable : outgoing.variables()) {
      String wrong =
          isKey(variable.name())
              ? wrong("value of \"" + variable.name() + "\"", variable.value())
              : "name of a value must be 1 to "
                  + MAX_KEY
                  + " characters without control characters";
      if (wrong != null) {
        return wrong;
      }
    }
    for (Effect.Send send : outgoing.messages()) {
      String wrong = wrong(send.message());
      if (wrong != null) {
        return wrong;
      }
    }
    for (Effect.StartWorkflow start : outgoing.starts()) {
      String wrong = wrong("input for \"" + start.workflow().key() + "\"", start.input());
      if (wrong != null) {
        return wrong;
      }
    }
    return wrongEvent(outgoing);
  }

  private @Nullable String wrong(OutboundMessage message) {
    if (!isKey(message.channel()) || message.channel().length() > MAX_CHANNEL) {
      return "message names no channel of 1 to " + MAX_CHANNEL + " characters";
    }
    String to = message.recipient();
    if (!to.isBlank() && Limits.bytes(to) > Limits.INDEXED_BYTES && to.length() <= MAX_RECIPIENT) {
      return "message by "
          + message.channel()
          + " has a recipient that "
          + Limits.wrongKey(to, MAX_RECIPIENT);
    } else if (to.length() > MAX_RECIPIENT
        || to.chars().anyMatch(Character::isISOControl)
        || Limits.holdsHalfACharacter(to)) {
      return "message by "
          + message.channel()
          + " has a recipient that is longer than "
          + MAX_RECIPIENT
          + " characters or holds control characters";
    }
    String wrong = wrong("message by " + message.channel(), message.content());
    if (wrong == null) {
      wrong = modules.wrong(message, this::wrong);
      wrong = wrong == null ? null : "message by " + message.channel() + " " + wrong;
    }
    return wrong;
  }

  private @Nullable String wrongEvent(InstanceInput.Outgoing outgoing) {
    for (Effect.Publish publish : outgoing.events()) {
      Problems problems = Problems.none();
      EventCheck.check(publish.event(), maxBytes, problems);
      if (!problems.isEmpty()) {
        Problem first = problems.list().get(0);
        return "event \""
            + StoredText.cut(publish.event().type())
            + "\" is wrong at "
            + first.pointer()
            + ": "
            + first.message();
      }
    }
    return null;
  }

  private @Nullable String wrong(String what, JsonNode value) {
    Problems problems = Problems.none();
    Json.check(value, maxBytes, problems);
    return problems.isEmpty() ? null : what + " " + problems.list().get(0).message();
  }

  private static boolean isKey(String text) {
    return !text.isBlank() && Limits.wrongKey(text, MAX_KEY) == null;
  }

  /** What an exception says, in a length that can be stored. */
  static String reason(Throwable e) {
    return StoredText.cut(
        e.getMessage() == null
            ? e.getClass().getName()
            : e.getClass().getSimpleName() + ": " + e.getMessage());
  }
}
