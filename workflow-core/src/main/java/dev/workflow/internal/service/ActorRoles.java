package dev.workflow.internal.service;

import dev.workflow.AccessDeniedException;
import dev.workflow.Actor;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.internal.decide.InstanceSnapshot;
import dev.workflow.internal.engine.EngineContext;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The roles of an actor, from the host's directory. A directory that fails says nothing: refused.
 */
final class ActorRoles {

  private static final int MAX_CAUSE = 200;

  private ActorRoles() {}

  static Set<String> of(EngineContext engine, InstanceSnapshot.Identity instance, Actor actor) {
    return of(engine, instance.tenant(), actor, instance.subject());
  }

  /**
   * @throws AccessDeniedException if the directory does not answer
   */
  static Set<String> of(
      EngineContext engine, TenantId tenant, Actor actor, @Nullable SubjectRef subject) {
    return ask(actor, () -> new TreeSet<>(engine.actors().roles(tenant, actor, subject)));
  }

  /** Asks the host's directory. */
  static <T> T ask(Actor actor, Supplier<T> question) {
    try {
      return question.get();
    } catch (Throwable e) {
      AccessDeniedException refused =
          new AccessDeniedException(
              "the host's actor directory could not say what " + actor + " may do: " + cause(e));
      refused.initCause(e);
      throw refused;
    }
  }

  private static String cause(Throwable e) {
    String text = String.valueOf(e).replaceAll("\\p{Cntrl}+", " ");
    return text.length() > MAX_CAUSE ? text.substring(0, MAX_CAUSE) + "…" : text;
  }
}
