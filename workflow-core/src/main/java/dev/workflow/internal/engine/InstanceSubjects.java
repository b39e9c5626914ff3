package dev.workflow.internal.engine;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.workflow.SubjectRef;
import dev.workflow.spi.store.InstanceKey;
import dev.workflow.spi.store.InstanceRow;
import dev.workflow.spi.store.WorkflowStore;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What instances are about, which never changes: of those that people acted on last it is known, of
 * others one row is read. Thread-safe.
 */
final class InstanceSubjects {

  private static final int MOST = 10_000;

  /**
   * What an instance is about.
   *
   * @param subject null: nothing
   */
  record About(@Nullable SubjectRef subject) {}

  private final WorkflowStore store;
  private final Cache<InstanceKey, About> known =
      Caffeine.newBuilder().maximumSize(MOST).executor(Runnable::run).build();

  InstanceSubjects(WorkflowStore store) {
    this.store = store;
  }

  /** Empty: there is no such instance. */
  Optional<About> of(InstanceKey instance) {
    About about = known.getIfPresent(instance);
    if (about != null) {
      return Optional.of(about);
    }
    Optional<About> found =
        store.transact(transaction -> transaction.instances().rows(List.of(instance))).stream()
            .map(InstanceRow::subject)
            .map(About::new)
            .findFirst();
    found.ifPresent(one -> known.put(instance, one));
    return found;
  }
}
