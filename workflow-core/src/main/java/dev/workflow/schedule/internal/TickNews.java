package dev.workflow.schedule.internal;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.workflow.internal.decide.InstanceSnapshot;
import dev.workflow.internal.engine.InstanceUpdate;
import dev.workflow.internal.engine.SideRowWriter;
import dev.workflow.spi.store.InstanceChange.SideRows;
import dev.workflow.spi.store.ScheduleRows.News;
import dev.workflow.spi.store.StoreTransaction;
import dev.workflow.spi.store.TickRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Notes, with the change by which an instance of a tick ends or goes on after its end, that there
 * is news of it. What the news is, its reader sees by the instance: a change that is not written
 * after all does no harm.
 */
final class TickNews implements SideRowWriter {

  private final StoreTransaction transaction;
  private final List<News> news = new ArrayList<>(0);

  TickNews(StoreTransaction transaction) {
    this.transaction = transaction;
  }

  @Override
  public SideRows add(SideRows rows, InstanceUpdate change, Instant now) {
    InstanceSnapshot instance = change.snapshot();
    if (instance.identity().input() != null && instance.state().ended() != change.hadEnded()) {
      TickRow.Key tick = TickIds.in(instance.identity().tenant(), instance.identity().input());
      if (tick != null && transaction.schedules().areKept()) {
        news.add(
            new News(
                UuidCreator.getTimeOrderedEpochPlus1(), tick, instance.identity().id().value()));
      }
    }
    return rows;
  }

  @Override
  public void flush() {
    if (!news.isEmpty()) {
      transaction.schedules().addNews(news);
    }
  }
}
