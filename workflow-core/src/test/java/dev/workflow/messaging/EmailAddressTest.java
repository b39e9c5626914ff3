package dev.workflow.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmailAddressTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ann@example.com",
        "ANN@EXAMPLE.COM",
        "\"ann\"@example.com",
        "\"\\a\\n\\n\"@example.com",
        "<ann@example.com>",
        "Ann <ann@example.com>",
        "\"Lee, Ann\" <ann@example.com>",
        "Lee, Ann <ann@example.com>",
        "\"Ann <ann@other.com>\" <ann@example.com>",
        "<@relay:ann@example.com>",
        "<@relay.example,@[192.0.2.1]:ann@example.com>",
        "<@relay , , @other : ann@example.com>",
        "ann(home)@example.com",
        "(to) ann (home (not @work)) @ (of) example . com (\\) really)",
        "ann @ example . com",
        " \"ann\" @ example.com. ",
        "ann@example\uFF0Ecom",
        "ann@ＥＸＡＭＰＬＥ.com",
        "mailto:ann@example.com",
        "MAILTO:Ann@example.com",
      })
  void spellings_of_one_address_are_one(String spelling) {
    assertThat(EmailAddress.read(spelling).orElseThrow().normal()).isEqualTo("ann@example.com");
    assertThat(ChannelAddress.of("email", spelling))
        .isEqualTo(ChannelAddress.of("email", "ann@example.com"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ann+news@example.com | ann+news@example.com",
        "a.n.n@example.com | a.n.n@example.com",
        "\"a.n\".n@example.com | a.n.n@example.com",
        "a . \"n\" . n@example.com | a.n.n@example.com",
        "\"ann lee\"@example.com | \"ann lee\"@example.com",
        "\"ann\\ lee\"@example.com | \"ann lee\"@example.com",
        "\"a@b\"@example.com | \"a@b\"@example.com",
        "\"a\\\"b\\\\\"@example.com | \"a\\\"b\\\\\"@example.com",
        "\"\"@example.com | \"\"@example.com",
        "ann@[IPv6:2001:DB8::1] | ann@[ipv6:2001:db8::1]",
        "ann@straße.de | ann@xn--strae-oqa.de",
        "ann@strasse.de | ann@strasse.de",
        "JÖSÉ@x.nl | jösé@x.nl",
        "jo\u0308se\u0301@x.nl | jösé@x.nl",
      })
  void what_is_another_address_stays_another_one(String written, String normal) {
    assertThat(EmailAddress.read(written).orElseThrow().normal()).isEqualTo(normal);
    assertThat(ChannelAddress.normal("email", written)).isEqualTo(normal);
    assertThat(ChannelAddress.normal("email", normal)).isEqualTo(normal);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "ann",
        "@x.nl",
        "ann@",
        "a@b@c",
        "a b@x.nl",
        "a@x.nl, b@x.nl",
        "a@x.nl; b@x.nl",
        "<a@x.nl",
        "a@x.nl>",
        "x <<a@x.nl>",
        "a@x.nl <b@x.nl>",
        "<a@x.nl> <b@x.nl>",
        "<a@x.nl> b",
        "\"a@x.nl",
        "a(@x.nl",
        "a\"b\"@x.nl",
        "\"a\"b@x.nl",
        "a@x..nl",
        "a@x y.nl",
        "a@(x).(nl)x@y",
        "group: a@x.nl;",
        "@relay:a@x.nl:b@x.nl",
        "<@re lay:a@x.nl>",
        "a@[1.2",
        "a@[]",
        "a\\b@x.nl",
        "a@x,nl"
      })
  void what_is_none_or_several_is_not_read(String text) {
    assertThat(EmailAddress.read(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Ann.Lee@X.nl | Ann.Lee@x.nl",
        "Ann Lee <ann@x.nl> | \"Ann Lee\" <ann@x.nl>",
        "\"Lee, \\\"A\\\"\" <ann@x.nl> | \"Lee, \\\"A\\\"\" <ann@x.nl>",
        "ann@x.nl (Ann Lee) | \"Ann Lee\" <ann@x.nl>",
        "<@relay:\"ann\"@x.nl> | ann@x.nl",
      })
  void the_name_and_the_case_are_kept(String written, String shown) {
    assertThat(EmailAddress.read(written).orElseThrow()).hasToString(shown);
  }

  @Test
  void a_hostile_one_of_any_size_is_read_in_no_time() {
    for (String part :
        new String[] {"<", "(", "\"", "@", "@a,", "\\", " ", ".", "()", "\"\".", "a<>"}) {
      String text = part.repeat(1_000_000 / part.length());
      assertThat(EmailAddress.read(text)).isEmpty();
      assertThat(EmailAddress.read("@" + text + ":" + text)).isEmpty();
      assertThat(ChannelAddress.normal("email", text)).isNotNull();
    }
  }
}
