package dev.workflow.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.workflow.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HolidaysTest {

  @Test
  void a_file_names_the_days_that_are_not_worked(@TempDir Path folder) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("nl.txt"),
            """
            # the Netherlands
            2026-12-25 Christmas   # and a day more

              2026-04-27  Koningsdag, äh
            2026-05-05
            """);
    Holidays holidays = Holidays.read(file);
    LocalDate christmas = LocalDate.of(2026, 12, 25);
    assertThat(holidays.isBusinessDay(christmas)).isFalse();
    assertThat(holidays.name(christmas)).contains("Christmas");
    assertThat(holidays.name(LocalDate.of(2026, 4, 27))).contains("Koningsdag, äh");
    assertThat(holidays.isBusinessDay(LocalDate.of(2026, 5, 5))).isFalse();
    assertThat(holidays.isBusinessDay(LocalDate.of(2026, 12, 24))).isTrue();
    assertThat(holidays.isBusinessDay(LocalDate.of(2026, 12, 27))).isFalse();
    assertThat(holidays.name(LocalDate.of(2026, 12, 27))).isEmpty();
  }

  @Test
  void every_line_that_is_wrong_is_named() {
    assertThatThrownBy(
            () ->
                Holidays.of(
                    "nl",
                    List.of(
                        "2026-12-25 Christmas",
                        "# fine",
                        "25-12-2026 Christmas",
                        "2026-02-30",
                        "2026-12-25 Again")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            """
            The calendar nl has 3 problems:
              /line 3: expected a date and a name such as "2026-12-25 Christmas"; found "25-12-2026 Christmas"
              /line 4: expected a date and a name such as "2026-12-25 Christmas"; found "2026-02-30"
              /line 5: 2026-12-25 stands there before, as Christmas""");
  }
}
