package dev.workflow.testkit.contract;

import static dev.workflow.testkit.WorkflowTestKit.TENANT;

import dev.workflow.Json;
import dev.workflow.SubjectRef;
import dev.workflow.messaging.ChannelAddress;
import dev.workflow.messaging.Messages;
import dev.workflow.spi.ActionResult;
import dev.workflow.spi.Handling;
import dev.workflow.spi.Handling.Category;
import dev.workflow.spi.OutboundMessage;
import java.util.List;
import java.util.UUID;

/** The common ground of the contracts about whom messages reach. */
abstract class ReachContract extends EngineContract {

  static final ChannelAddress ANN = ChannelAddress.of("email", "ann@x.nl");

  /** Sends one message about a subject of its own, and gives it as it is when nothing is due. */
  Messages.Message sent(Category category, String channel, String recipient, String content) {
    answer =
        context -> {
          context.send(
              OutboundMessage.draft(context, channel, recipient, json(content))
                  .withHandling(
                      Handling.NONE.withPurpose(Handling.Purpose.NONE.withCategory(category))));
          return ActionResult.completed(Json.object());
        };
    publish("mail", "", "[{\"id\": \"a\", \"action\": \"work\"}]");
    SubjectRef subject = SubjectRef.of("lead", UUID.randomUUID().toString());
    kit.event("lead.created", subject, "{}");
    List<Messages.Message> messages =
        kit.engine().messaging().messages().list(TENANT, subject, null, null, 10).items();
    return messages.get(0);
  }

  Messages.Message mail(Category category, String recipient) {
    return sent(category, "email", recipient, "{\"text\": \"t\"}");
  }

  Messages.Message message(UUID id) {
    return kit.engine().messaging().messages().get(TENANT, id);
  }
}
