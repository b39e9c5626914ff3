package dev.workflow.testkit.simulation.features;

import static dev.workflow.testkit.simulation.features.Promise.IN_TIME;

import dev.workflow.spi.store.MessageRow;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;

/** A message with a window is sent while that is open, and no window opens on a holiday. */
final class WindowCheck implements Check {

  private final Stage stage;

  WindowCheck(Stage stage) {
    this.stage = stage;
  }

  @Override
  public void sent(Calls.Sending sending) {
    for (MessageRow row : stage.sight().messages()) {
      SeenInstance instance =
          row.origin().instance() == null || !row.id().toString().equals(sending.message().id())
              ? null
              : stage.sight().find(row.origin().instance());
      if (instance != null
          && row.origin().step() != null
          && row.status().changedBy() == null
          && row.channel().equals(SimActions.EMAIL)
          && !sending.stale()
          && !Sight.carries(row)) {
        Outline.Part part = instance.outline().part(Outline.id(row.origin().step()));
        int minutes = part == null ? 0 : part.json().path("config").path("window").asInt();
        if (minutes > 0 && !open(minutes)) {
          throw instance.broken(
              IN_TIME,
              "the message of step "
                  + row.origin().step()
                  + " was sent at "
                  + stage.clock().instant()
                  + ", while its window is closed");
        }
      }
    }
  }

  /** It opens so many minutes after nine, and closes a minute before it opens the next day. */
  private boolean open(int minutes) {
    LocalDateTime now = LocalDateTime.ofInstant(stage.clock().instant(), ZoneOffset.UTC);
    LocalTime opens = LocalTime.of(9, 0).plusMinutes(minutes);
    LocalDate opened =
        now.toLocalTime().isBefore(opens) ? now.toLocalDate().minusDays(1) : now.toLocalDate();
    boolean justClosed =
        !now.toLocalTime().isBefore(opens.minusMinutes(1)) && now.toLocalTime().isBefore(opens);
    return stage.host().isBusinessDay(opened) && !justClosed;
  }
}
