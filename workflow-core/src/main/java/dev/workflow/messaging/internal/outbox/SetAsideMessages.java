package dev.workflow.messaging.internal.outbox;

import dev.workflow.Actor;
import dev.workflow.WorkflowException;
import dev.workflow.internal.engine.CommandContext;
import dev.workflow.internal.engine.EngineContext;
import dev.workflow.internal.engine.SetAsides;
import dev.workflow.internal.engine.StoredText;
import dev.workflow.spi.MessageState;
import dev.workflow.spi.store.MessageRow;
import dev.workflow.spi.store.SetAsideRow;
import dev.workflow.spi.store.StoreTransaction;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Sets messages aside: they are HELD until somebody acts. */
public final class SetAsideMessages implements SetAsides.Kind {

  public static final String KIND = "MESSAGE";

  /**
   * Sets a message aside that this node has claimed.
   *
   * @param again whether the engine tries it again by itself
   */
  static void setAside(EngineContext engine, MessageRow row, Throwable why, boolean again) {
    SetAsideRow.Key key = new SetAsideRow.Key(row.tenant(), KIND, row.id());
    // Short, because the database may have refused what the long one holds.
    String reason = again ? StoredText.cut("set aside: " + why) : "set aside";
    engine
        .store()
        .transact(
            transaction -> {
              MessageRow.Status status = row.status().result(reason);
              boolean planned = status.plannedAt() != null;
              MessageRow held =
                  row.with((planned ? status : status.pendingAt(engine.now())).held());
              if (transaction.messages().update(List.of(held)).isEmpty()) {
                engine.setAsides().note(transaction, key, why, again ? null : engine.now());
              }
              return key;
            });
  }

  private static Optional<MessageRow> find(StoreTransaction transaction, SetAsideRow.Key key) {
    return transaction
        .messages()
        .find(key.tenant(), key.id())
        .filter(row -> row.is(MessageState.HELD));
  }

  @Override
  public void goOn(CommandContext work, SetAsideRow aside) {
    find(work.transaction(), aside.key())
        .ifPresent(
            row -> {
              MessageRowMapper.message(row);
              work.transaction()
                  .messages()
                  .update(List.of(row.with(row.status().pendingAt(work.now()))));
            });
  }

  @Override
  public void cancel(CommandContext work, SetAsideRow aside, Actor by, @Nullable String reason) {
    find(work.transaction(), aside.key())
        .ifPresent(
            row -> {
              MessageRow.Status status = row.status().changedBy(by.id());
              MessageRow.Status why = reason == null ? status : status.result(reason);
              work.transaction()
                  .messages()
                  .update(List.of(row.with(why.ended(MessageState.CANCELED, work.now()))));
            });
  }

  @Override
  public void delete(CommandContext work, SetAsideRow aside) {
    throw new WorkflowException(
        "a message is not deleted, so that its end stays on record; cancel it");
  }

  @Override
  public String stored(StoreTransaction transaction, SetAsideRow aside) {
    return transaction
        .messages()
        .find(aside.key().tenant(), aside.key().id())
        .map(MessageRow::toString)
        .orElse("");
  }
}
