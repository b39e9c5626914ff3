package dev.workflow.examples.reliability;

import dev.workflow.Event;
import dev.workflow.Json;
import dev.workflow.spi.ActionContext;
import dev.workflow.spi.ActionHandler;
import dev.workflow.spi.ActionResult;
import dev.workflow.spi.OutboundMessage;
import java.sql.Connection;
import java.util.List;

/** An action that logs every call before it does anything. Thread-safe. */
final class LoggedHandler implements ActionHandler {

  private static final int FAILING_ATTEMPTS = 2;

  /** What happens after the call has been logged. */
  @FunctionalInterface
  interface Body {
    ActionResult of(ActionContext context) throws Exception;
  }

  private final String type;
  private final boolean transactional;
  private final CallLog log;
  private final Body body;

  private LoggedHandler(String type, boolean transactional, CallLog log, Body body) {
    this.type = type;
    this.transactional = transactional;
    this.log = log;
    this.body = body;
  }

  /**
   * The actions of the workflows in {@link Kind}.
   *
   * @param hold what those do that can be kept open
   */
  static List<ActionHandler> all(CallLog log, Body hold) {
    return List.of(
        new LoggedHandler("work", false, log, context -> ActionResult.completed()),
        new LoggedHandler("flaky", false, log, LoggedHandler::failAtFirst),
        new LoggedHandler("announce", false, log, LoggedHandler::announce),
        new LoggedHandler("notify", false, log, LoggedHandler::notifySomebody),
        new LoggedHandler("book", true, log, context -> book(context, log)),
        new LoggedHandler("hold", false, log, hold),
        new LoggedHandler(
            "hold_book",
            true,
            log,
            context -> {
              book(context, log);
              return hold.of(context);
            }));
  }

  private static ActionResult failAtFirst(ActionContext context) {
    return context.attempt() <= FAILING_ATTEMPTS
        ? ActionResult.failed("attempt " + context.attempt() + " fails", true)
        : ActionResult.completed();
  }

  private static ActionResult announce(ActionContext context) {
    context.publish(Event.of(context.tenant(), Kind.ANNOUNCED, context.subject(), Json.object()));
    return ActionResult.completed();
  }

  private static ActionResult notifySomebody(ActionContext context) {
    context.send(OutboundMessage.draft(context, LogSender.CHANNEL, "somebody", Json.object()));
    return ActionResult.completed();
  }

  private static ActionResult book(ActionContext context, CallLog log) throws Exception {
    log.book(context.transaction(Connection.class), context.idempotencyKey());
    return ActionResult.completed();
  }

  @Override
  public String type() {
    return type;
  }

  @Override
  public boolean transactional() {
    return transactional;
  }

  @Override
  public ActionResult start(ActionContext context) throws Exception {
    log.called(context);
    return body.of(context);
  }
}
