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

/**
 * Notes, with the change by which an instance of a tick ends or goes on after its end, that there
 * is news of it. What the news is, its reader sees by the instance: a change that is not written
 * after all does no harm.
 */
final class TickNews implements SideRowWriter {

  private final StoreTransaction transaction;

  TickNews(StoreTransaction transaction) {
    this.transaction = transaction;
  }

  @Override
  public SideRows add(SideRows rows, InstanceUpdate change, Instant now) {
    InstanceSnapshot instance = change.snapshot();
    if (instance.identity().input() != null && instance.state().ended() != change.hadEnded()) {
      TickRow.Key tick = TickIds.in(instance.identity().tenant(), instance.identity().input());
      if (tick != null && transaction.schedules().areKept()) {
        transaction
            .schedules()
            .addNews(
                new News(
                    UuidCreator.getTimeOrderedEpochPlus1(),
                    tick,
                    instance.identity().id().value()));
      }
    }
    return rows;
  }
}
