package dev.workflow.examples.host.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.workflow.examples.host.console.Parts.button;
import static dev.workflow.examples.host.console.Parts.dialog;
import static dev.workflow.examples.host.console.Parts.field;
import static dev.workflow.examples.host.console.Parts.link;
import static dev.workflow.examples.host.console.Parts.region;
import static dev.workflow.examples.host.console.Parts.row;
import static dev.workflow.examples.host.console.Parts.tab;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The pages of those who make workflows: one journey each. */
class BuildTest extends Journeys {

  @Override
  Map<String, Journey> all() {
    Map<String, Journey> all = new LinkedHashMap<>();
    all.put("design, publish, run, and find out why not", this::design);
    all.put("a workflow is compared, rolled back, disabled and enabled", this::workflow);
    all.put("a draft is tried, and written as text both ways", this::text);
    all.put("two people edit the same draft", this::two);
    all.put("a workflow comes from the gallery", this::gallery);
    return all;
  }

  private void design(Browser browser) {
    Page page = house.page(browser, "max", "/workflows/new/design");
    button(page, "Name, key and settings").click();
    Locator inspector = region(page, "Inspector");
    field(inspector, "Name").fill("Greet by browser");
    field(inspector, "Key").fill("greet-by-browser");
    button(page, "When does it start? Add a trigger").click();
    button(page, "An event").click();
    field(inspector, "Event").fill("lead.created");
    button(page, "Add a condition").click();
    field(inspector, "Field").fill("source");
    field(inspector, "Value").fill("browser");
    Locator palette = region(page, "Palette");
    for (String step : List.of("Log", "Delay", "Approval")) {
      button(palette, step).click();
    }
    region(page, "Steps").locator("[data-path='[\"steps\",1]']").focus();
    page.keyboard().press("Alt+ArrowUp");
    button(page, "Undo").click();
    assertThat(page.getByText("draft saved")).isVisible();
    button(page, "Publish").click();
    button(dialog(page), "Publish").click();
    assertThat(page).hasURL(Pattern.compile(".*/workflows/greet-by-browser"));

    for (String source : List.of("browser", "phone")) {
      page.navigate("/events/new");
      page.getByLabel("Type").fill("lead.created");
      page.getByLabel("Subject").fill("lead:" + source);
      page.getByLabel("Data (JSON)")
          .fill("{\"lead_id\": \"" + source + "\", \"source\": \"" + source + "\"}");
      button(page, "Publish it").click();
      assertThat(page.getByText("What it did")).isVisible();
    }
    Locator candidate =
        page.locator(".message", new Page.LocatorOptions().setHasText("Greet by browser"));
    assertThat(candidate).containsText("not matched");
    assertThat(candidate).containsText("source is “browser” – but it was “phone”");
  }

  private void workflow(Browser browser) {
    String document =
        "{\"key\": \"twice\", \"name\": \"Twice\", \"steps\": [{\"id\": \"%s\", \"action\":"
            + " \"approval\"}]}";
    house.publish(document.formatted("first"));
    house
        .client()
        .put(
            "/api/v1/definitions/twice/draft",
            "{\"document\": " + document.formatted("second") + "}")
        .is(200);
    house.client().post("/api/v1/definitions/twice/publish", "{}").is(201);
    Page page = house.page(browser, "max", "/workflows");
    field(page, "Search").fill("Twi");
    link(row(page, "Twice"), "Twice").click();
    assertThat(page.getByRole(AriaRole.MAIN)).containsText("v2");
    tab(page, "Parts of the workflow", "Versions");
    button(page, "What changed").first().click();
    assertThat(region(page, "From v1 to v2")).containsText("second");
    button(page, "Roll back to it").click();
    button(dialog(page), "Roll back").click();
    assertThat(page.getByRole(AriaRole.MAIN)).containsText("v3");
    button(page, "More").click();
    page.getByRole(AriaRole.MENUITEM, new Page.GetByRoleOptions().setName("Disable")).click();
    button(page, "Undo").click();
    button(page, "Start by hand").click();
    assertThat(page).hasURL(Pattern.compile(".*/instances/.*"));
    assertThat(page.getByRole(AriaRole.MAIN)).containsText("first");
  }

  private void text(Browser browser) {
    house
        .client()
        .post(
            "/api/v1/definitions",
            """
            {"document": {"key": "tried", "name": "Tried", "triggers": [{"event": "lead.created"}],
             "steps": [{"id": "mail", "action": "send_email",
               "config": {"to": "ann@example.org", "subject": "Hello", "text": "It is {{lead_id}}"}}]}}
            """)
        .is(201);
    Page page = house.page(browser, "max", "/workflows/tried/design");
    tab(page, "Views of the draft", "Test");
    page.getByLabel("Data (JSON)").fill("{\"lead_id\": \"l-7\"}");
    button(page, "Run the test").click();
    assertThat(region(page, "It would do this")).containsText("completed");
    region(page, "Would send").getByText("ann@example.org").click();
    assertThat(region(page, "Would send")).containsText("It is l-7");
    tab(page, "Views of the draft", "JSON / YAML");
    field(page, "Format").selectOption("yaml");
    Locator text = field(page, "The document");
    assertThat(text).hasValue(Pattern.compile("name: .?Tried"));
    text.fill(text.inputValue().replace("Tried", "Tried again"));
    button(page, "Apply this text").click();
    assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("Tried again")))
        .isVisible();
    assertThat(page.getByText("draft saved")).isVisible();
    tab(page, "Views of the draft", "Diagram");
    assertThat(
            page.getByRole(
                AriaRole.IMG, new Page.GetByRoleOptions().setName("Diagram of the draft")))
        .isVisible();
  }

  private void two(Browser browser) {
    house
        .client()
        .post(
            "/api/v1/definitions",
            "{\"document\": {\"key\": \"shared\", \"name\": \"Shared\", \"steps\": [{\"id\":"
                + " \"ask\", \"action\": \"approval\"}]}}")
        .is(201);
    Page max = house.page(browser, "max", "/workflows/shared/design");
    Page ada = house.page(browser, "ada", "/workflows/shared/design");
    button(max, "Name, key and settings").click();
    field(region(max, "Inspector"), "Name").fill("Of Max");
    assertThat(max.getByText("draft saved")).isVisible();
    house
        .client()
        .until(
            "/api/v1/definitions/shared/draft",
            json -> json.at("/document/name").asText().equals("Of Max"));
    button(ada, "Name, key and settings").click();
    field(region(ada, "Inspector"), "Name").fill("Of Ada");
    button(ada, "Take theirs").click();
    assertThat(ada.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("Of Max")))
        .isVisible();
  }

  private void gallery(Browser browser) {
    Page page = house.page(browser, "max", "/workflows/gallery");
    page.getByRole(AriaRole.ARTICLE).first().waitFor();
    button(page.getByRole(AriaRole.ARTICLE).first(), "Use it").click();
    field(dialog(page), "Name of the workflow optional").fill("Mine from the gallery");
    field(dialog(page), "Your company's name").fill("Harbor & Sons");
    button(dialog(page), "Continue in the designer").click();
    assertThat(page).hasURL(Pattern.compile(".*/workflows/.*/design"));
    assertThat(
            page.getByRole(
                AriaRole.HEADING, new Page.GetByRoleOptions().setName("Mine from the gallery")))
        .isVisible();
  }
}
