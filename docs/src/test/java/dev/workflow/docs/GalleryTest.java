package dev.workflow.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.workflow.Actor;
import dev.workflow.Json;
import dev.workflow.TenantId;
import dev.workflow.WorkflowEngine;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.gallery.Gallery;
import dev.workflow.gallery.WorkflowTemplate;
import java.util.List;
import org.junit.jupiter.api.Test;

class GalleryTest {

  private final WorkflowEngine engine = Examples.engine().build();
  private final TenantId tenant = TenantId.of("acme");
  private final Actor anna = Actor.of("anna");

  @Test
  void a_template_of_the_engine_becomes_a_workflow() {
    // snippet: use
    Gallery gallery = engine.gallery();
    List<Gallery.Listed> sales = gallery.list(tenant, Gallery.SALES, null, null, 20).items();

    Gallery.Setup setup =
        Gallery.Setup.of(Json.object().put("company", "Acme").put("wait", "PT10M"));
    WorkflowDefinition published = gallery.instantiate(tenant, "lead-welcome", setup, anna);
    // end
    assertThat(sales).extracting(Gallery.Listed::ref).contains("lead-welcome");
    assertThat(published.ref()).hasToString("lead-welcome v1");
  }

  @Test
  void a_template_of_ones_own() {
    // snippet: template
    String file =
        """
        {
          "key": "thank-you",
          "name": "Thank you",
          "category": "sales",
          "parameters": {
            "type": "object",
            "properties": {
              "company": {"type": "string", "title": "Your company's name"},
              "wait": {"type": "string", "format": "duration", "default": "P1D"},
              "email": {"type": "string", "x-expression": true, "default": "{{contact.email}}"}
            },
            "required": ["company"]
          },
          "workflow": {
            "key": "thank-you",
            "triggers": [{"event": "deal.won"}],
            "steps": [
              {"id": "thanks", "action": "send_email", "delay": {"$parameter": "wait"},
               "config": {"to": {"$parameter": "email"}, "subject": "Thank you from ${company}", "text": "See you soon."}}
            ]
          }
        }
        """;
    // end
    engine.gallery().publish(tenant, WorkflowTemplate.parse(file), false, anna);
    Gallery.Setup setup = Gallery.Setup.of(Json.object().put("company", "Acme"));
    assertThat(engine.gallery().instantiate(tenant, "thank-you", setup, anna).toJson())
        .isEqualTo(
            Json.read(
                """
                {"key": "thank-you", "triggers": [{"event": "deal.won"}], "steps": [
                  {"id": "thanks", "action": "send_email", "delay": "P1D",
                   "config": {"to": "{{contact.email}}", "subject": "Thank you from Acme", "text": "See you soon."}}]}
                """));
  }
}
