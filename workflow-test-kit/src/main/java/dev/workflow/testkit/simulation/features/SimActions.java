package dev.workflow.testkit.simulation.features;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.workflow.Event;
import dev.workflow.Json;
import dev.workflow.spi.ActionContext;
import dev.workflow.spi.ActionHandler;
import dev.workflow.spi.ActionResult;
import dev.workflow.spi.Handling;
import dev.workflow.spi.OutboundMessage;
import dev.workflow.spi.Window;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The handlers of a node. */
final class SimActions {

  static final String EMAIL = "email";
  static final String SMS = "sms";

  private static final String MARK = "(from ";
  private static final String MARK_ENDS = ")";
  private static final Pattern MARKED = Pattern.compile("\\(from ([^)]*)\\)");

  private SimActions() {}

  static List<ActionHandler> of(StageNode node, Calls calls, Host host) {
    return List.of(
        new Action("sim_work", node, calls, host),
        new Action("sim_send", node, calls, host),
        new Action("sim_announce", node, calls, host),
        new Action("sim_callback", node, calls, host),
        new Task());
  }

  /** What a step that waits for its answer is answered with from outside. */
  static String correlation(ActionContext context) {
    return context.instance() + "/" + context.step();
  }

  /** By which a message tells, whatever it is bundled into, what step has sent it. */
  private static String mark(ActionContext context) {
    return MARK + context.instance() + "/" + context.step() + MARK_ENDS;
  }

  private static String text(ActionContext context) {
    boolean defers = context.config().path("provider").asText().equals("defers");
    return "Well? " + mark(context) + (defers ? " " + SimSender.DEFERS : "");
  }

  /** The steps that have sent what a content holds: instance and step of each. */
  static List<String> marks(JsonNode content) {
    List<String> marks = new ArrayList<>();
    Matcher matcher = MARKED.matcher(content.toString());
    while (matcher.find()) {
      if (!marks.contains(matcher.group(1))) {
        marks.add(matcher.group(1));
      }
    }
    return marks;
  }

  /** Done by people. */
  private record Task() implements ActionHandler {

    @Override
    public String type() {
      return "sim_task";
    }

    @Override
    public boolean performedByPeople() {
      return true;
    }
  }

  private record Action(String type, StageNode node, Calls calls, Host host)
      implements ActionHandler {

    @Override
    public ActionResult start(ActionContext context) {
      node.call();
      Calls.Call call = calls.called(context, type, node.stale());
      ActionResult result = result(context, call);
      calls.gave(call, result);
      node.called();
      return result;
    }

    private ActionResult result(ActionContext context, Calls.Call call) {
      switch (type) {
        case "sim_callback":
          return ActionResult.waiting(correlation(context));
        case "sim_send":
          context.send(message(context));
          if (context.config().has("announces")) {
            announce(context, context.config().get("announces").asText());
          }
          break;
        case "sim_announce":
          announce(context, Documents.ANSWER);
          break;
        default:
          ActionResult failure = failure(context);
          if (failure != null) {
            return failure;
          }
      }
      if (context.config().has("sets")) {
        String large = "x".repeat(1_000 * context.config().get("sets").asInt());
        context.set("set-by-" + context.step(), TextNode.valueOf(large));
      }
      JsonNode nasty = context.config().path("output");
      return ActionResult.completed(
          nasty.isNumber()
              ? Nasty.result(nasty.asInt())
              : Json.object().put("call", call.number()));
    }

    private static void announce(ActionContext context, String type) {
      ObjectNode payload = Json.object().put("by", context.step());
      context.publish(
          Event.of(context.tenant(), type, context.subject(), payload)
              .withId(context.idempotencyKey()));
    }

    private @Nullable ActionResult failure(ActionContext context) {
      JsonNode config = context.config();
      boolean bad =
          config.has("bad") && config.get("bad").asText().equals(config.path("item").asText("-"));
      if ((bad || config.path("final").asBoolean()) && !host.mended()) {
        return ActionResult.failed("simulated for good", false);
      }
      if (context.attempt() <= config.path("fails").asInt() && !host.mended()) {
        if (config.path("throws").asBoolean()) {
          throw new IllegalStateException("simulated");
        }
        return ActionResult.failed("simulated", true);
      }
      return null;
    }

    private static OutboundMessage message(ActionContext context) {
      JsonNode config = context.config();
      ObjectNode content = Json.object().put("subject", "Hello").put("text", text(context));
      for (String key : List.of("provider", "providerId")) {
        if (config.has(key)) {
          content.set(key, config.get(key));
        }
      }
      Handling.Category category =
          Handling.Category.valueOf(config.path("category").asText("TRANSACTIONAL"));
      Handling handling =
          Handling.NONE.withPurpose(new Handling.Purpose(category, null, null, null, null));
      if (config.has("window")) {
        LocalTime opens = LocalTime.of(9, 0).plusMinutes(config.get("window").asInt());
        handling =
            handling.withWindow(
                new Window(
                    EnumSet.allOf(DayOfWeek.class),
                    opens,
                    opens.minusMinutes(1),
                    ZoneOffset.UTC,
                    false,
                    true));
      }
      if (config.has("digest")) {
        handling =
            handling.withDigest(
                new Handling.Digest(
                    "d", context.clock().instant().plusSeconds(config.get("digest").asInt())));
      }
      if (config.has("fallback")) {
        Handling.Alternative other =
            new Handling.Alternative(SMS, "+31644444444", content.deepCopy());
        handling =
            handling.withFallback(
                new Handling.Fallback(
                    List.of(other), Duration.ofSeconds(config.get("fallback").asInt()), true));
      }
      return OutboundMessage.draft(context, EMAIL, config.path("to").asText(), content)
          .withHandling(handling);
    }
  }
}
