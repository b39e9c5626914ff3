package dev.workflow.messaging.internal;

import dev.workflow.internal.engine.Transactions;
import dev.workflow.messaging.Consents;
import dev.workflow.messaging.Deliveries;
import dev.workflow.messaging.Inbound;
import dev.workflow.messaging.Messages;
import dev.workflow.messaging.Messaging;
import dev.workflow.messaging.Notifications;
import dev.workflow.messaging.Routing;
import dev.workflow.messaging.Suppressions;
import dev.workflow.messaging.Templates;
import dev.workflow.messaging.internal.inbound.InboundService;
import dev.workflow.messaging.internal.outbox.Feedback;
import dev.workflow.messaging.internal.service.ConsentService;
import dev.workflow.messaging.internal.service.DeliveryService;
import dev.workflow.messaging.internal.service.MessageService;
import dev.workflow.messaging.internal.service.NotificationService;
import dev.workflow.messaging.internal.service.RoutingService;
import dev.workflow.messaging.internal.service.SuppressionService;
import dev.workflow.messaging.internal.service.TemplateService;

/** The services of messaging. */
public record MessagingServices(
    Messages messages,
    Templates templates,
    Suppressions suppressions,
    Consents consents,
    Deliveries deliveries,
    Inbound inbound,
    Notifications notifications,
    Routing routing)
    implements Messaging {

  /** Those that work in a transaction of the host. */
  public record Joined(Templates templates) implements Messaging.Joined {

    public static Joined of(Transactions transactions) {
      return new Joined(new TemplateService(transactions));
    }
  }

  /**
   * Those of an engine.
   *
   * @param changed called after changes by which something may be due
   */
  public static MessagingServices of(Transactions transactions, Runnable changed) {
    Feedback feedback = transactions.engine().module(MessagingModule.class).feedback();
    return new MessagingServices(
        new MessageService(transactions, changed),
        new TemplateService(transactions),
        new SuppressionService(transactions),
        new ConsentService(transactions),
        new DeliveryService(transactions, feedback),
        new InboundService(transactions, feedback),
        new NotificationService(transactions),
        new RoutingService(transactions));
  }
}
