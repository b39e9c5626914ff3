package dev.workflow.retention;

import dev.workflow.Actor;
import dev.workflow.ConflictException;
import dev.workflow.Page;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.spi.ArchiveSink;
import dev.workflow.spi.RetentionPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What is removed, and what may not be. The {@link RetentionPolicy} says how long things stay, and
 * the engine removes them by itself, once an hour and in small batches; subjects under <i>hold</i>
 * are passed over by everything that removes, whoever asks for it.
 *
 * <p>Thread-safe.
 */
public interface Retention {

  /**
   * Keeps everything about a subject from being removed, until it is released: instances with their
   * journals and messages, and events. What runs about it goes on. A subject that is under hold
   * stays so as it was.
   *
   * @param reason at most 2,000 characters
   * @return the hold that counts
   */
  Hold hold(TenantId tenant, SubjectRef subject, Actor by, String reason);

  /** Returns whether the subject was under hold. */
  boolean release(TenantId tenant, SubjectRef subject, Actor by);

  Optional<Hold> held(TenantId tenant, SubjectRef subject);

  /** The subjects under hold, by type and id. */
  Page<Hold> holds(TenantId tenant, @Nullable String cursor, int limit);

  /**
   * A subject of which nothing is removed.
   *
   * @param since when it was put under hold
   */
  record Hold(SubjectRef subject, String reason, Actor by, Instant since) {}

  /**
   * Removes now what the {@link RetentionPolicy} says is old, quiet time or not. Nothing without
   * one.
   *
   * @param progress told after every batch, on the calling thread; what it throws ends the
   *     operation
   * @throws dev.workflow.WorkflowException if the {@link ArchiveSink} failed: nothing of its batch
   *     was removed
   */
  Removed purge(TenantId tenant, Consumer<Removed> progress);

  /**
   * Removes now what is older than a time, whatever the {@link RetentionPolicy} says.
   *
   * @param olderThan since its end
   */
  Removed purge(TenantId tenant, What what, Duration olderThan, Consumer<Removed> progress);

  /** A kind of what is removed. */
  enum What {
    INSTANCES,
    MESSAGES,
    EVENTS,
    TICKS,
    FINDINGS
  }

  /** How many were removed. */
  record Removed(long instances, long messages, long events, long ticks, long findings) {

    public static final Removed NOTHING = new Removed(0, 0, 0, 0, 0);

    /** The same with more of one kind. */
    public Removed plus(What what, long more) {
      return new Removed(
          instances + (what == What.INSTANCES ? more : 0),
          messages + (what == What.MESSAGES ? more : 0),
          events + (what == What.EVENTS ? more : 0),
          ticks + (what == What.TICKS ? more : 0),
          findings + (what == What.FINDINGS ? more : 0));
    }
  }

  /**
   * Erases a subject: cancels what still runs about it, and removes all its instances with their
   * journals, drafts, comments, attachments and messages, its events, findings and its override.
   * What is kept by address stays, so that an opt-out is honoured: suppressions and consents. In
   * portions: after a crash a node goes on with it, and so does this call. For what has come since
   * it is called again.
   *
   * @return the receipt, which is kept: see {@link #erasures}
   * @throws ConflictException if the subject is under hold: nothing more is removed
   */
  ErasureReceipt erase(TenantId tenant, SubjectRef subject, Actor by);

  /**
   * The receipts of what was erased, newest first, those of erasures under way included.
   *
   * @param subject null: of all
   */
  Page<ErasureReceipt> erasures(
      TenantId tenant, @Nullable SubjectRef subject, @Nullable String cursor, int limit);

  /**
   * What an erasure removed.
   *
   * @param ended null: it is under way, or was broken off and goes on
   * @param canceled how many instances were cancelled for it
   */
  record ErasureReceipt(
      UUID id,
      TenantId tenant,
      SubjectRef subject,
      Actor by,
      Instant begun,
      @Nullable Instant ended,
      long canceled,
      long instances,
      long messages,
      long events,
      long findings,
      boolean override) {}
}
