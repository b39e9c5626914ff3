package dev.workflow.messaging.internal;

import dev.workflow.internal.engine.BackgroundWork;
import dev.workflow.internal.engine.EngineContext;
import dev.workflow.internal.engine.IntakeStep;
import dev.workflow.internal.engine.SetAsides;
import dev.workflow.internal.engine.SideRowWriter;
import dev.workflow.messaging.internal.content.UnreadableTemplateException;
import dev.workflow.messaging.internal.context.MessagingContext;
import dev.workflow.messaging.internal.context.SetAsideTemplates;
import dev.workflow.messaging.internal.notice.NoticeRows;
import dev.workflow.messaging.internal.outbox.Feedback;
import dev.workflow.messaging.internal.outbox.HandlingCheck;
import dev.workflow.messaging.internal.outbox.MessageSideRows;
import dev.workflow.messaging.internal.outbox.MessagingWork;
import dev.workflow.messaging.internal.outbox.Pauses;
import dev.workflow.messaging.internal.outbox.RouteDecider;
import dev.workflow.messaging.internal.outbox.SetAsideMessages;
import dev.workflow.spi.OutboundMessage;
import dev.workflow.spi.store.InstanceKey;
import dev.workflow.spi.store.StoreTransaction;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Messaging as a module of the engine. Immutable and thread-safe. */
public final class MessagingModule implements MessagingContext.Holder {

  private final MessagingContext context;
  private final Feedback feedback;

  public MessagingModule(EngineContext engine, MessagingContext.HostComponents host) {
    this(new MessagingContext(engine, host), new Feedback());
  }

  private MessagingModule(MessagingContext context, Feedback feedback) {
    this.context = context;
    this.feedback = feedback;
  }

  @Override
  public MessagingContext context() {
    return context;
  }

  /** What takes the reports of providers. */
  public Feedback feedback() {
    return feedback;
  }

  @Override
  public MessagingModule inside(StoreTransaction transaction) {
    return new MessagingModule(context.inside(transaction), feedback);
  }

  @Override
  public BackgroundWork background(BackgroundWork.Host host) {
    return new MessagingWork(context, feedback, host);
  }

  @Override
  public IntakeStep intake() {
    return new RouteDecider(context.routes());
  }

  @Override
  public SideRowWriter sideRows(StoreTransaction transaction) {
    MessageSideRows messages = new MessageSideRows(transaction);
    NoticeRows notices =
        new NoticeRows(context.engine(), transaction, context.senders().all().keySet());
    return (rows, change, now) -> notices.add(messages.add(rows, change, now), change, now);
  }

  @Override
  public void instancePaused(StoreTransaction transaction, InstanceKey instance, Instant now) {
    Pauses.pause(transaction, instance, now);
  }

  @Override
  public void instanceResumed(StoreTransaction transaction, InstanceKey instance) {
    Pauses.resume(transaction, instance);
  }

  @Override
  public String recipient(Locale tenant, String channel, String written) {
    return context.addresses().recipient(tenant, channel, written);
  }

  @Override
  public @Nullable String wrong(
      OutboundMessage message, Function<OutboundMessage, @Nullable String> sending) {
    return HandlingCheck.wrong(message, sending);
  }

  /** A template that cannot be read is no fault of the step, which waits until it can be. */
  @Override
  public @Nullable String blocks(Throwable thrown) {
    if (!(thrown instanceof UnreadableTemplateException unreadable)) {
      return null;
    }
    try {
      context.setAsideTemplates().setAside(unreadable);
    } catch (RuntimeException e) {
      unreadable.addSuppressed(e);
    }
    return unreadable.getMessage();
  }

  @Override
  public Map<String, SetAsides.Kind> setAside() {
    return Map.of(
        SetAsideMessages.KIND,
        new SetAsideMessages(),
        SetAsideTemplates.KIND,
        context.setAsideTemplates());
  }
}
