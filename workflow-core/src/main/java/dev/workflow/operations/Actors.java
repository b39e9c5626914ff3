package dev.workflow.operations;

import dev.workflow.AccessDeniedException;
import dev.workflow.Actor;
import dev.workflow.InvalidInputException;
import dev.workflow.NotFoundException;
import dev.workflow.Page;
import dev.workflow.TaskSettings;
import dev.workflow.TenantId;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Administration of actors: what the engine knows of them besides what the host's {@link
 * dev.workflow.spi.ActorDirectory} says. Thread-safe. What one node is told takes effect there at
 * once, and on others within a second.
 *
 * <p>Every call throws {@link NotFoundException} if the host does not know the tenant. Who may call
 * is the host's business.
 */
public interface Actors {

  /**
   * What the directory says of a tenant's actors has changed: invalidates the cached answers.
   * Without this call they count as long as {@link TaskSettings#directoryCache} says.
   */
  void changed(TenantId tenant);

  /**
   * The same of one actor, such as one who has left. Tasks that they hold and may not do any more
   * are taken from them and given to somebody else as their steps say, or offered, which is a
   * {@linkplain Findings.Kind#HOLDER_NOT_ELIGIBLE finding}. What somebody has assigned to them
   * stays theirs, and so does what a document names them for.
   *
   * <p>Each task is changed in a transaction of its own. If the call breaks off, it can be
   * repeated.
   *
   * @return how many tasks were taken from them
   * @throws AccessDeniedException if the directory cannot say what they may do
   */
  int changed(TenantId tenant, Actor actor);

  /**
   * Somebody is away. From {@code from} until just before {@code to} the substitute has their
   * rights: they see and do their tasks, and the record says for whom. Whoever holds a task keeps
   * it. Nothing is allocated to somebody who is away.
   *
   * <p>A substitute who is away has a substitute too, who then acts for both: at most five after
   * each other.
   *
   * @param substitute null: nobody does their tasks
   * @throws InvalidInputException if it ends before it begins, if the actor is away in that time
   *     already, if each would be the substitute of another in a circle, if more than five follow
   *     from each other, or if the tenant has 10,000 absences that have not ended
   */
  Absence absence(
      TenantId tenant, Actor actor, Instant from, Instant to, @Nullable Actor substitute);

  /** Ends an absence, or takes it back. Returns whether there was one with this id. */
  boolean removeAbsence(TenantId tenant, UUID id);

  /**
   * Absences that have not ended, oldest first.
   *
   * @param actor who is away; null: anybody
   */
  Page<Absence> absences(
      TenantId tenant, @Nullable Actor actor, @Nullable String cursor, int limit);

  /**
   * A time in which somebody is away.
   *
   * @param to the first moment in which they are back
   * @param substitute who does their tasks; null: nobody
   */
  record Absence(UUID id, Actor actor, Instant from, Instant to, @Nullable Actor substitute) {}
}
