package dev.workflow.testkit.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.Json;
import dev.workflow.spi.ActionContext;
import dev.workflow.spi.ActionHandler;
import dev.workflow.spi.ActionResult;
import dev.workflow.spi.ChannelSender;
import dev.workflow.spi.OutboundMessage;
import dev.workflow.spi.SendResult;
import java.util.List;

/** The handlers and the sender of a node. */
final class SimulatedActions {

  static final String CHANNEL = "sim";

  private SimulatedActions() {}

  static List<ActionHandler> of(SimulatedNode node, Model model) {
    return List.of(
        new Action("sim_work", node, model),
        new Action("sim_send", node, model),
        new Action("sim_rows", node, model));
  }

  private record Action(String type, SimulatedNode node, Model model) implements ActionHandler {

    @Override
    public boolean transactional() {
      return type.equals("sim_rows");
    }

    @Override
    public ActionResult start(ActionContext context) {
      if (!transactional()) {
        node.reach("before the handler of " + context.step());
      }
      node.check();
      int earlier = model.calls().callsOf(context);
      int call = model.calls().begin(node.name(), context);
      ActionResult result = result(context, earlier, call);
      if (transactional()) {
        node.mayDie("inside the transaction of " + context.step());
      } else {
        node.reach("after the handler of " + context.step());
      }
      return result;
    }

    private ActionResult result(ActionContext context, int earlier, int call) {
      JsonNode config = context.config();
      if (earlier < config.path("blocks").asInt()) {
        return ActionResult.blocked("simulated");
      }
      if (transactional()) {
        model.calls().transactional(context);
        context.transaction(TransactionRows.class).insert(context.idempotencyKey());
      } else if (type.equals("sim_send")) {
        model.calls().sending(context);
        context.send(OutboundMessage.draft(context, CHANNEL, "somebody", Json.object()));
      }
      if (context.attempt() <= config.path("fails").asInt()) {
        if (config.path("throws").asBoolean()) {
          throw new IllegalStateException("simulated");
        }
        return ActionResult.failed("simulated", true);
      }
      return config.path("final").asBoolean()
          ? ActionResult.failed("simulated for good", false)
          : ActionResult.completed(Json.object().put("call", call));
    }
  }

  static ChannelSender sender(SimulatedNode node, Model model) {
    return new Sender(node, model);
  }

  private record Sender(SimulatedNode node, Model model) implements ChannelSender {

    @Override
    public String channel() {
      return CHANNEL;
    }

    @Override
    public SendResult send(OutboundMessage message) {
      node.reach("before a message is sent");
      model.calls().sent(message.idempotencyKey());
      node.reach("after a message was sent");
      return SendResult.sent("simulated");
    }
  }
}
