package dev.workflow.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.InvalidInputException;
import dev.workflow.Json;
import dev.workflow.Problem;
import dev.workflow.spi.Handling.Category;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class MessageTemplateTest {

  private static List<String> problems(String json) {
    return catchThrowableOfType(InvalidInputException.class, () -> MessageTemplate.parse(json))
        .problems()
        .stream()
        .map(Problem::toString)
        .toList();
  }

  @Test
  void theDocumentAndTheBuilderSayTheSame() {
    MessageTemplate read =
        MessageTemplate.parse(
            """
            {"name": "welcome", "description": "d", "event": "lead.created", "category": "marketing",
             "fallbackLanguage": "nl", "variables": {"first_name": "Ann"},
             "variants": {"nl-be": {"sms": {"text": "Dag {{first_name}}"}},
                          "nl": {"email": {"subject": "s", "html": "<p>h</p>"},
                                 "push": {"anything": {"deep": ["{{first_name}}"]}}}}}
            """);
    MessageTemplate built =
        MessageTemplate.builder("welcome")
            .description("d")
            .event("lead.created")
            .category(Category.MARKETING)
            .fallbackLanguage("nl")
            .variable("first_name", "Ann")
            .sms("nl-BE", "Dag {{first_name}}")
            .email("nl", "s", "<p>h</p>")
            .body(
                "nl",
                "push",
                (ObjectNode) Json.read("{\"anything\": {\"deep\": [\"{{first_name}}\"]}}"))
            .build();
    assertThat(read).isEqualTo(built);
    assertThat(read.variants()).containsOnlyKeys("nl-BE", "nl");
    assertThat(MessageTemplate.parse(read.toJson())).isEqualTo(read);
    assertThat(read.withVersion(3).ref()).isEqualTo("welcome@3");
  }

  @Test
  void theFirstLanguageIsTheFallbackUnlessTheDocumentSaysAnother() {
    assertThat(
            MessageTemplate.builder("t").sms("de", "a").sms("en", "b").build().fallbackLanguage())
        .isEqualTo("de");
  }

  @Nested
  class Mistakes {

    @Test
    void areToldAllAtOnceEachWithItsPlace() {
      assertThat(
              problems(
                  """
                  {"name": "no name!", "event": "Lead Created", "category": "folow_up", "fallbackLanguage": "fr",
                   "variants": {
                     "en": {"email": {"subject": "a\\nb", "htm": "x"},
                            "sms": {}, "whatsapp": {"parameters": "x"}, "in_app": {"text": ""},
                            "fax": {"text": "{{lead.name | uper}} {{secret.key"}},
                     "not a language": {}, "EN": {"sms": {"text": "x"}}, "nl": []},
                   "variable": {}, "variables": {"first name": "Ann"}}
                  """))
          .containsExactly(
              "/variable: unknown key; did you mean \"variables\"?",
              "/name: expected a name of letters, digits, \"_\" and \"-\", at most 100, found \"no name!\"",
              "/event: expected an event type such as \"lead.created\", found \"Lead Created\"",
              "/category: \"folow_up\" is none of transactional, follow_up, marketing; did you mean"
                  + " \"follow_up\"?",
              "/variables/first name: a variable has a name of letters, digits and underscores, at most"
                  + " 100",
              "/variants/en/email/htm: unknown key; did you mean \"html\"?",
              "/variants/en/email: \"html\" or \"text\" is missing",
              "/variants/en/email/subject: must stand on one line",
              "/variants/en/sms: expected an object with what the channel needs, found an empty object",
              "/variants/en/whatsapp/parameters: expected a list of texts, or an object of texts by"
                  + " name, found a text",
              "/variants/en/whatsapp: \"template\" or \"text\" is missing",
              "/variants/en/whatsapp/parameters: needs \"template\" as well",
              "/variants/en/in_app/text: expected a text that is not empty, found a text",
              "/variants/en/fax/text: at offset 14: unknown filter \"uper\"; did you mean \"upper\"?",
              "/variants/en/fax/text: at offset 21: \"{{\" is never closed; add \"}}\", or write \\{{ for"
                  + " the braces themselves",
              "/variants/not a language: \"not a language\" is not a language such as \"nl\" or \"pt-BR\"",
              "/variants/EN: the language \"en\" is there twice; leave one out",
              "/variants/nl: expected an object of channels, such as {\"email\": {…}, \"sms\": {…}},"
                  + " found an empty list",
              "/fallbackLanguage: \"fr\" is no language of the variants; there is en");
    }

    @Test
    void ofTheWholeDocumentAreTold() {
      assertThat(problems("{}"))
          .containsExactly(
              "(document): \"name\" is missing: a name of letters, digits, \"_\" and \"-\", at most 100",
              "(document): \"variants\" is missing: an object of languages, each with what it says by"
                  + " channel");
      assertThat(problems("[]"))
          .containsExactly(
              "(document): expected an object with name and variants, found an empty list");
      assertThat(problems("\"" + "x".repeat(1 << 20) + "\""))
          .containsExactly("(document): is larger than 1048576 bytes");
      assertThatThrownBy(() -> MessageTemplate.parse("{\"name\": "))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageStartingWith("The template has a problem:\n  (document): is not JSON: ");
    }

    @Test
    void aSecretIsRefused() {
      assertThatThrownBy(() -> MessageTemplate.builder("t").sms("en", "{{secret.key}}").build())
          .isInstanceOf(InvalidInputException.class)
          .hasMessage(
              "The template \"t\" has a problem:\n  /variants/en/sms: a message would show a secret in"
                  + " clear; templates take no secrets");
    }
  }

  @Nested
  class Languages {

    private final CompiledTemplate template =
        CompiledTemplate.of(
            MessageTemplate.builder("t")
                .sms("nl", "nl")
                .sms("zh-Hant", "zh")
                .email("en", "en", "en")
                .sms("en", "en")
                .fallbackLanguage("en")
                .build());

    @Test
    void fallBackPartByPartAndThenToTheFallback() {
      assertThat(template.language("sms", "nl")).contains("nl");
      assertThat(template.language("sms", "nl_BE")).contains("nl");
      assertThat(template.language("sms", "zh-Hant-TW")).contains("zh-Hant");
      assertThat(template.language("sms", "zh")).contains("en");
      assertThat(template.language("sms", "und")).contains("en");
      assertThat(template.language("sms", "nl-x-private")).contains("nl");
      assertThat(template.language("email", "nl")).contains("en");
      assertThat(template.language("fax", "nl")).isEmpty();
    }
  }
}
