package dev.workflow.testkit.contract;

import dev.workflow.messaging.MessageTemplate;

/** The template that the contracts publish. */
final class WelcomeTemplate {

  private WelcomeTemplate() {}

  /** With this subject of the English mail. */
  static MessageTemplate welcome(String subject) {
    return MessageTemplate.parse(
        """
        {"name": "welcome", "description": "The first mail", "category": "transactional",
         "fallbackLanguage": "en", "variables": {"first_name": "Ann"},
         "variants": {
           "en": {"email": {"subject": "%s", "html": "<p>Hello <b>{{first_name}}</b></p>"},
                  "sms": {"text": "Hi {{first_name}} {{lead.code}}"}},
           "nl": {"email": {"subject": "Welkom {{first_name}}", "html": "<p>Dag {{first_name}}</p>",
                            "text": "Dag {{first_name}}!"}}}}
        """
            .formatted(subject));
  }
}
