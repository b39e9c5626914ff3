package dev.workflow.messaging.internal.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NewestPartTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "On Mon, Nov 3, 2026 at 9:00 AM Ann <ann@x.nl> wrote:\n> Hello",
        "On Mon, Nov 3, 2026 at 9:00 AM Ann Miller\n<ann@x.nl> wrote:\n\n> Hello\n> there",
        "Op ma 3 nov 2026 om 09:00 schreef Ann <ann@x.nl>:\n> Hallo",
        "Am 03.11.2026 um 09:00 schrieb Ann:\n> Hallo",
        "Le lun. 3 nov. 2026 à 09:00, Ann <ann@x.nl> a écrit :\n> Bonjour",
        "El lun, 3 nov 2026 a las 9:00, Ann (<ann@x.nl>) escribió:\n> Hola",
        "Il giorno lun 3 nov 2026 alle 09:00 Ann <ann@x.nl> ha scritto:\nCiao",
        "2026年11月3日(火) 9:00 Ann <ann@x.nl>:\n> こんにちは",
        "пн, 3 нояб. 2026 г. в 09:00, Ann <ann@x.nl>:\n> Привет",
        "-----Original Message-----\nFrom: Ann\n\nHello",
        "----- Oorspronkelijk bericht -----\nHallo",
        "---------- Forwarded message ---------\nHello",
        "________________________________\nFrom: Ann <ann@x.nl>\nHello",
        "From: Ann Miller\nSent: Monday, 3 November 2026 09:00\nTo: Bob\nSubject: Hi\n\nHello",
        "*Von:* Ann <ann@x.nl>\n*Gesendet:* Montag\n*An:* Bob\n*Betreff:* Hi\n\nHallo",
        "> Hello"
      })
  void is_what_stands_above_what_is_quoted(String quoted) {
    assertThat(NewestPart.of("Yes, please.\n\n" + quoted)).isEqualTo("Yes, please.");
    assertThat(NewestPart.of("Yes, please.\r\n\r\n" + quoted.replace("\n", "\r\n")))
        .isEqualTo("Yes, please.");
  }

  @Test
  void may_stand_below_or_between_what_is_quoted() {
    assertThat(NewestPart.of("On 3 Nov 2026 Ann wrote:\n> Hello\n\nYes, please."))
        .isEqualTo("Yes, please.");
    assertThat(NewestPart.of("> one?\nyes\n> two?\nno")).isEqualTo("yes\nno");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "On Monday I wrote to you: nothing came.",
        "Call me at 10:30 on these numbers:\n1\n2",
        "From: the garden\nTo: the street",
        "Name: Ann\nCity: Utrecht\nPhone: 06",
        "a -- b",
        "- one\n- two",
        ""
      })
  void is_all_of_a_text_that_quotes_nothing(String text) {
    assertThat(NewestPart.of(text)).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-- \nAnn Miller\nPortal",
        "Sent from my iPhone",
        "Verzonden vanaf mijn iPhone",
        "Von meinem iPhone gesendet",
        "Get Outlook for iOS<https://aka.ms/o0ukef>"
      })
  void has_a_signature_that_is_none_of_its_words(String signature) {
    assertThat(NewestPart.unsigned("STOP\n\n" + signature)).isEqualTo("STOP");
  }

  @Property
  void is_never_more_than_was_written(@ForAll String text) {
    assertThat(NewestPart.of(text).length()).isLessThanOrEqualTo(text.length());
  }
}
