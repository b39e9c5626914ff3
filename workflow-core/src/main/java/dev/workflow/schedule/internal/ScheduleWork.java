package dev.workflow.schedule.internal;

import dev.workflow.TenantId;
import dev.workflow.internal.engine.BackgroundWork;
import dev.workflow.internal.engine.PollingThread;
import dev.workflow.internal.engine.Transactions;
import dev.workflow.internal.log.Log;
import dev.workflow.spi.store.StoreException;
import dev.workflow.spi.store.StoreTransaction;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Schedules at work: starts what is due, and takes up what came of it. Thread-safe. */
final class ScheduleWork implements BackgroundWork {

  private static final Log log = Log.of(ScheduleWork.class);
  private static final int MOST_NEWS = 500;

  private final Transactions transactions;
  private final int portion;
  private final PollingThread ticks;
  private boolean byTenant;
  private @Nullable TenantId last;

  ScheduleWork(Host host) {
    this.transactions = host.transactions();
    this.portion = host.engine().options().batchSize();
    this.ticks =
        new PollingThread(
            "workflow-schedules", host.engine().options().pollInterval(), () -> round() > 0);
  }

  private int round() {
    return takeNews() + fire();
  }

  private int takeNews() {
    try {
      return transactions.changeAlone(work -> new DueSchedules(work).takeNews(MOST_NEWS));
    } catch (StoreException e) {
      throw e;
    } catch (RuntimeException e) {
      log.debug("A portion of news of ticks failed; they are looked at one by one", e);
      return newsOneByOne();
    }
  }

  /** What cannot be taken up now goes behind the others, and is looked at with the next round. */
  private int newsOneByOne() {
    int taken = 0;
    Set<UUID> putOff = new HashSet<>();
    boolean more = true;
    for (int i = 0; more && i < MOST_NEWS; i++) {
      try {
        int one = transactions.changeAlone(work -> new DueSchedules(work).takeNews(1));
        taken += one;
        more = one > 0;
      } catch (StoreException e) {
        throw e;
      } catch (RuntimeException e) {
        log.debug("News of a tick failed", e);
        more =
            transactions
                .changeAlone(work -> new DueSchedules(work).putOffNews())
                .filter(news -> putOff.add(news.instance()))
                .isPresent();
      }
    }
    return taken;
  }

  /** As long as one portion is enough, the earliest; then the tenants in round. */
  private synchronized int fire() {
    try {
      if (!byTenant) {
        int fired = transactions.changeAlone(work -> new DueSchedules(work).fire(portion));
        byTenant = fired == portion;
        return fired;
      }
      DueSchedules.Round round =
          transactions.changeAlone(work -> new DueSchedules(work).fire(portion, last));
      last = round.last();
      byTenant = round.left();
      return round.fired();
    } catch (StoreException e) {
      throw e;
    } catch (RuntimeException e) {
      log.debug("A portion of schedules failed; they are looked at one by one", e);
      return oneByOne();
    }
  }

  private int oneByOne() {
    int done = 0;
    while (done < portion && one() > 0) {
      done++;
    }
    return done;
  }

  private int one() {
    try {
      return transactions.changeAlone(work -> new DueSchedules(work).fire(1));
    } catch (StoreException e) {
      throw e;
    } catch (RuntimeException e) {
      String reason = e.toString();
      log.debug("A schedule failed", e);
      return transactions.changeAlone(work -> new DueSchedules(work).postpone(reason));
    }
  }

  @Override
  public List<PollingThread> threads() {
    return List.of(ticks);
  }

  @Override
  public void wake() {
    ticks.wake();
  }

  @Override
  public void renew() {}

  @Override
  public int runDue() {
    int all = 0;
    for (int some = round(); some > 0; some = round()) {
      all += some;
    }
    return all;
  }

  @Override
  public boolean runWhenIdle() {
    return false;
  }

  @Override
  public Optional<Instant> nextDue(StoreTransaction transaction) {
    return transaction.schedules().nextDue();
  }

  @Override
  public void finish() {}
}
