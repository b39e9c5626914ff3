package dev.workflow.internal.engine;

import dev.workflow.InstanceId;
import dev.workflow.Json;
import dev.workflow.TenantId;
import dev.workflow.internal.decide.InstanceInput;
import dev.workflow.internal.decide.InstanceSnapshot;
import dev.workflow.internal.decide.StepLock;
import dev.workflow.internal.decide.StepRun;
import dev.workflow.spi.store.InstanceKey;
import dev.workflow.spi.store.JournalEntry;
import dev.workflow.spi.store.StoredInstance;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which steps want a lock, in the order in which they came; the first has it. Each {@link
 * LockQueue} is changed by one transaction at a time, so that over any number of nodes there is one
 * order.
 */
final class LockQueues {

  /** So many steps wait for one lock at most. */
  static final int MOST = 10_000;

  private static final Pattern UNREAD =
      Pattern.compile(
          "\"lock\":\\{\"key\":(\"(?:[^\"\\\\]|\\\\.)*\"),\"claim\":(\"(?:[^\"\\\\]|\\\\.)*\")");

  private final UnitOfWork work;

  LockQueues(UnitOfWork work) {
    this.work = work;
  }

  /** Lets a step wait, or have the lock if nobody else has. */
  void claim(InstanceUpdate working, StepLock lock) {
    String holds = holderAbove(working, lock.key());
    if (holds != null) {
      work.handle(working, new InstanceInput.LockRefused(lock, holds));
      return;
    }
    LockQueue queue = queue(working.key().tenant(), lock);
    if (queue.size() >= MOST) {
      work.handle(
          working,
          new InstanceInput.LockRefused(
              lock, MOST + " steps wait for the lock \"" + lock.key() + "\"; more are not let in"));
      return;
    }
    queue.add(place(working.key().id(), lock));
    if (queue.size() == 1) {
      work.handle(working, new InstanceInput.LockGranted(lock));
    }
  }

  /** Takes a step out of its queue. If it had the lock, the next one has it. */
  void release(InstanceKey instance, StepLock lock) {
    LockQueue queue = queue(instance.tenant(), lock);
    String gone = place(instance.id(), lock);
    boolean had = gone.equals(queue.first());
    if (queue.remove(gone) && had) {
      String next = queue.first();
      if (next != null) {
        grant(instance.tenant(), next, lock.key());
      }
    }
  }

  private void grant(TenantId tenant, String place, String key) {
    int space = place.indexOf(' ');
    StepLock lock = new StepLock(key, place.substring(space + 1), false);
    InstanceInput granted = new InstanceInput.LockGranted(lock);
    InstanceKey instance = new InstanceKey(tenant, InstanceId.parse(place.substring(0, space)));
    work.instances().reach(instance, granted).ifPresent(waiting -> work.handle(waiting, granted));
  }

  private LockQueue queue(TenantId tenant, StepLock lock) {
    return new LockQueue(work.transaction().limits(), tenant, lock.key(), work.now());
  }

  private static String place(InstanceId instance, StepLock lock) {
    return instance + " " + lock.claim();
  }

  /** An instance that cannot be read has ended: what it may have had is free. */
  void releaseUnread(StoredInstance stored) {
    Set<StepLock> locks = new LinkedHashSet<>();
    for (JournalEntry entry : stored.journal()) {
      Matcher matcher = UNREAD.matcher(entry.body());
      while (matcher.find()) {
        locks.add(
            new StepLock(
                Json.read(matcher.group(1)).textValue(),
                Json.read(matcher.group(2)).textValue(),
                false));
      }
    }
    locks.forEach(lock -> release(stored.row().key(), lock));
  }

  /** Why a step would wait for itself: an instance above its own has the lock. */
  private @Nullable String holderAbove(InstanceUpdate working, String key) {
    InstanceSnapshot.Parent above = working.snapshot().identity().parent();
    while (above != null) {
      InstanceUpdate parent =
          work.instances()
              .find(new InstanceKey(working.key().tenant(), above.instance()))
              .orElse(null);
      if (parent == null) {
        return null;
      }
      for (StepRun run : parent.snapshot().open()) {
        StepLock lock = run.memory().lock();
        if (lock != null && lock.held() && lock.key().equals(key)) {
          return "it would wait for itself: instance "
              + parent.key().id()
              + ", which waits for this one, has the lock \""
              + key
              + "\"";
        }
      }
      above = parent.snapshot().identity().parent();
    }
    return null;
  }
}
