package dev.workflow.expression;

import static dev.workflow.expression.Samples.AMSTERDAM;
import static dev.workflow.expression.Samples.CONTEXT;
import static dev.workflow.expression.Samples.json;
import static dev.workflow.expression.Samples.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MomentTest {

  @ParameterizedTest
  @CsvSource({
    "{{today}}, 2024-03-15",
    "{{today+2}}, 2024-03-17",
    "{{today-30}}, 2024-02-14",
    "{{today+0}}, 2024-03-15",
    "{{ today + 2 d }}, 2024-03-17",
    "{{today+2w}}, 2024-03-29",
    "{{today+1M}}, 2024-04-15",
    "{{today-2M}}, 2024-01-15",
    "{{today+1y}}, 2025-03-15",
    "{{today+1b}}, 2024-03-18",
    "{{today+2b}}, 2024-03-19",
    "{{today-5b}}, 2024-03-08",
    "{{today+0b}}, 2024-03-15",
    "{{now}}, 2024-03-14T23:30:00Z",
    "{{now+90m}}, 2024-03-15T01:00:00Z",
    "{{now-2h}}, 2024-03-14T21:30:00Z",
    "{{now+45s}}, 2024-03-14T23:30:45Z",
    "{{now+1}}, 2024-03-15T23:30:00Z",
    "{{now+1b}}, 2024-03-17T23:30:00Z",
    "{{now + 1M}}, 2024-04-14T22:30:00Z",
  })
  void countsInTheZoneOfTheTenant(String template, String expected) {
    assertThat(value(template, "{}").textValue()).isEqualTo(expected);
  }

  @Test
  void clipsAMonthToItsLastDay() {
    RenderContext context = RenderContext.of(Instant.parse("2024-01-31T12:00:00Z"), AMSTERDAM);

    assertThat(Template.parse("{{today+1M}}").render(json("{}"), context)).isEqualTo("2024-02-29");
  }

  @Test
  void keepsTheLocalTimeOverAChangeOfTheClockButCountsHoursExactly() {
    RenderContext context = RenderContext.of(Instant.parse("2024-03-30T11:00:00Z"), AMSTERDAM);

    assertThat(Template.parse("{{now+1d}} {{now+24h}}").render(json("{}"), context))
        .isEqualTo("2024-03-31T10:00:00Z 2024-03-31T11:00:00Z");
  }

  @Test
  void asksTheCalendarForBusinessDays() {
    LocalDate holiday = LocalDate.parse("2024-03-18");
    BusinessDays calendar =
        day -> BusinessDays.weekdays().isBusinessDay(day) && !day.equals(holiday);

    assertThat(Template.parse("{{today+1b}}").render(json("{}"), CONTEXT.businessDays(calendar)))
        .isEqualTo("2024-03-19");
  }

  @Test
  void endsWithACalendarThatNeverWorks() {
    assertThatThrownBy(
            () ->
                Template.parse("{{today+1b}}")
                    .render(json("{}"), CONTEXT.businessDays(day -> false)))
        .isInstanceOf(ExpressionException.class)
        .hasMessage("{{today+1b}} finds no business day near 2025-03-17; correct the calendar");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "today+999999999999",
        "today-3000y",
        "today+999999999999y",
        "now+999999999999h",
        "now-999999999999M"
      })
  void endsWhereTheCalendarDoes(String expression) {
    assertThatThrownBy(() -> value("{{" + expression + "}}", "{}"))
        .isInstanceOf(ExpressionException.class)
        .hasMessage(
            "{{" + expression + "}} lies outside the years 0 to 9999; choose a smaller distance");
  }

  @Test
  void endsWhereThePresentIsBeyondTheCalendar() {
    RenderContext context = RenderContext.of(Instant.MAX, AMSTERDAM);

    assertThatThrownBy(() -> Template.parse("{{now}}").render(json("{}"), context))
        .isInstanceOf(ExpressionException.class);
  }

  @Test
  void leavesKeysThatOnlyBeginAlikeAlone() {
    assertThat(
            value(
                    "{{todays}} {{now_playing}} {{today.x}}",
                    "{'todays':1,'now_playing':2,'today':{'x':3}}")
                .textValue())
        .isEqualTo("1 2 3");
  }
}
