package dev.workflow.examples.host.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.workflow.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Names that are markup, run from right to left, are very long or of signs beyond the plane. */
class HostileTest extends Journeys {

  /**
   * If it were ever taken for markup, a dialog or an error would come up, and the journey fails.
   */
  private static final String MARKUP =
      "<img src=x onerror=alert(1)></style><script>alert(2)</script>{{7*7}}${8*8}'\"`";

  private static final String RIGHT_TO_LEFT = "\u202e مرحبا שלום \u202egnp.exe";
  private static final String EMOJI = "👩‍👩‍👧‍👦🏳️‍🌈 e͏́̈̃ 🇳🇱";
  private static final String LONG = "x".repeat(10_000);

  @Override
  Map<String, Journey> all() {
    Map<String, Journey> all = new LinkedHashMap<>();
    all.put("hostile names are shown as they are", this::shown);
    return all;
  }

  private void shown(Browser browser) {
    String subject = ("d " + MARKUP + RIGHT_TO_LEFT + EMOJI).strip();
    ObjectNode document =
        Json.object()
            .put("key", "hostile")
            .put("name", (MARKUP + EMOJI).strip())
            .put("description", MARKUP + RIGHT_TO_LEFT + LONG.substring(0, 500));
    document
        .putArray("steps")
        .addObject()
        .put("id", "ask")
        .put("name", MARKUP + EMOJI)
        .put("action", "approval")
        .putObject("config")
        .put("message", MARKUP + RIGHT_TO_LEFT + LONG);
    house.publish(document.toString());
    ObjectNode start = Json.object().put("workflow", "hostile");
    start.putObject("subject").put("type", "matter").put("id", subject);
    start.putObject("input").put("text", MARKUP + LONG);
    String id = house.client().post("/api/v1/instances", start).is(201).json().get("id").asText();
    ObjectNode event = Json.object().put("id", "hostile-event").put("type", "lead.created");
    event.putObject("subject").put("type", "lead").put("id", subject);
    event.putObject("payload").put("text", MARKUP + RIGHT_TO_LEFT + LONG).put(MARKUP, EMOJI);
    house.client().post("/api/v1/events", event).is(201);

    Page page = house.page(browser, "ada", "/overview");
    for (String path :
        List.of(
            "/workflows",
            "/workflows/hostile",
            "/workflows/hostile?tab=document",
            "/workflows/hostile/design",
            "/workflows/hostile/design?view=diagram",
            "/instances",
            "/instances/" + id,
            "/instances/" + id + "?tab=history",
            "/instances/" + id + "?tab=data",
            "/instances/" + id + "?tab=diagram",
            "/events",
            "/events/hostile-event",
            "/inbox?view=all&task=" + id + "/ask",
            "/matters",
            "/overview")) {
      Parts.open(page, path);
      assertThat(page.locator("main img[src=x], main script, main style")).hasCount(0);
      assertThat((int) page.evaluate("() => document.documentElement.scrollWidth - innerWidth"))
          .as(path + " is wider than the window")
          .isLessThanOrEqualTo(0);
    }
    page.navigate("/workflows");
    assertThat(page.getByRole(AriaRole.MAIN)).containsText(MARKUP);
  }
}
