package dev.workflow.internal.engine;

import dev.workflow.TenantId;
import dev.workflow.spi.OutboundMessage;
import dev.workflow.spi.store.InstanceKey;
import dev.workflow.spi.store.StoreTransaction;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A capability of the engine that the engine itself does not know, such as messaging. It brings
 * what it needs of the following; each has a default that brings nothing. Modules are asked in the
 * order in which they are given.
 *
 * <p>Implementations are thread-safe.
 */
public interface EngineModule {

  /** Makes a module when its engine is built. */
  @FunctionalInterface
  interface Factory {

    /**
     * @param engine not complete yet: to be kept, and used once the engine is built
     */
    EngineModule create(EngineContext engine);
  }

  /** The module for a transaction of the host, which may see what nobody else does yet. */
  default EngineModule inside(StoreTransaction transaction) {
    return this;
  }

  /** Its work in the background; null: none. Asked for once. */
  default @Nullable BackgroundWork background(BackgroundWork.Host host) {
    return null;
  }

  /** Its step of the intake of events; null: none. Asked for when the module is made. */
  default @Nullable IntakeStep intake() {
    return null;
  }

  /** What writes its rows with the changes of instances; null: nothing does. */
  default @Nullable SideRowWriter sideRows(StoreTransaction transaction) {
    return null;
  }

  /** Puts off what it has to do for an instance, which is paused. */
  default void instancePaused(StoreTransaction transaction, InstanceKey instance, Instant now) {}

  /** Goes on with what it has put off for an instance, which is resumed. */
  default void instanceResumed(StoreTransaction transaction, InstanceKey instance) {}

  /**
   * A version of a workflow was published, archived or deleted; called in the transaction that does
   * it, after it.
   */
  default void workflowChanged(StoreTransaction transaction, TenantId tenant, String workflow) {}

  /** The recipient of a handler's message as it is kept. */
  default String recipient(Locale tenant, String channel, String written) {
    return written;
  }

  /**
   * What of a handler's message cannot be stored, as the end of the sentence "the message ...";
   * null: nothing.
   *
   * @param sending the same of a message that is part of it
   */
  default @Nullable String wrong(
      OutboundMessage message, Function<OutboundMessage, @Nullable String> sending) {
    return null;
  }

  /** Why a step is blocked, rather than failed, by what its handler threw; null: it is not. */
  default @Nullable String blocks(Throwable thrown) {
    return null;
  }

  /** The kinds of things that it sets aside, by name. Asked for once. */
  default Map<String, SetAsides.Kind> setAside() {
    return Map.of();
  }
}
