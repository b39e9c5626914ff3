package dev.workflow.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.workflow.TenantId;
import dev.workflow.WorkflowEngine;
import dev.workflow.spi.Holidays;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CalendarsTest {

  @Test
  void each_tenant_may_have_a_calendar_of_its_own(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("nl.txt"), "2026-04-27 Koningsdag\n");
    Files.writeString(folder.resolve("de.txt"), "2026-10-03 Tag der Deutschen Einheit\n");
    // snippet: holidays
    Holidays dutch = Holidays.read(folder.resolve("nl.txt"));
    Holidays german = Holidays.read(folder.resolve("de.txt"));
    WorkflowEngine engine =
        WorkflowEngine.builder()
            .holidays(tenant -> tenant.equals(TenantId.of("berlin")) ? german : dutch)
            .build();
    // end
    assertThat(dutch.isBusinessDay(LocalDate.of(2026, 4, 27))).isFalse();
    assertThat(german.isBusinessDay(LocalDate.of(2026, 4, 27))).isTrue();
    engine.close();
  }
}
