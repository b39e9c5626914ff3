package dev.workflow.internal.engine;

import dev.workflow.spi.store.InstanceChange.SideRows;
import java.time.Instant;

/**
 * Makes a module's rows that are written in one statement with a change of an instance. Lives for
 * one transaction and is used by one thread.
 */
public interface SideRowWriter {

  /** The rows with those of the module; the same if it has none for this change. */
  SideRows add(SideRows rows, InstanceUpdate change, Instant now);

  /** Called after the last change, before they are written. */
  default void flush() {}
}
