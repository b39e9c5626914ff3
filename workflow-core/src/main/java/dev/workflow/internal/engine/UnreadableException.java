package dev.workflow.internal.engine;

import dev.workflow.WorkflowException;
import dev.workflow.spi.store.InstanceKey;
import org.jspecify.annotations.Nullable;

/** Something that is stored cannot be read: by a newer release, or changed by hand. */
public final class UnreadableException extends WorkflowException {

  private static final long serialVersionUID = 1L;

  private final transient @Nullable InstanceKey instance;

  UnreadableException(String what, String remedy, RuntimeException why) {
    this(null, what, remedy, why);
  }

  /** One instance cannot be read. */
  UnreadableException(
      @Nullable InstanceKey instance, String what, String remedy, RuntimeException why) {
    super(what + " cannot be read: " + ResultCheck.reason(why) + "; " + remedy, why);
    this.instance = instance;
  }

  /** The instance that cannot be read; null: it is something else. */
  @Nullable InstanceKey instance() {
    return instance;
  }
}
