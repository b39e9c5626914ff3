package dev.workflow.examples.host.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.workflow.examples.host.Client;
import dev.workflow.examples.host.HostTest;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Journeys through the console in a real browser; none where no browser is installed. */
@HostTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BrowserTest {

  private static final List<String> PAGES =
      List.of(
          "/overview",
          "/inbox",
          "/matters",
          "/instances",
          "/events",
          "/messages",
          "/schedules",
          "/workflows",
          "/workflows/gallery",
          "/workflows/new/design",
          "/statistics",
          "/settings",
          "/design");

  @Autowired private Client client;
  @LocalServerPort private int port;
  private Optional<Browser> browser = Optional.empty();

  @BeforeAll
  void open() {
    browser = Browser.find("http://127.0.0.1:" + port);
  }

  @AfterAll
  void close() {
    browser.ifPresent(Browser::close);
  }

  @TestFactory
  Stream<DynamicTest> journeys() {
    return browser.stream()
        .flatMap(
            open ->
                Stream.of(
                    journey("design, publish, run, and find out why not", open, this::design),
                    journey("a matter by its people", open, this::matter),
                    journey("every page is accessible", open, this::accessible)));
  }

  private static DynamicTest journey(String name, Browser browser, Consumer<Browser> steps) {
    return DynamicTest.dynamicTest(
        name,
        () -> {
          steps.accept(browser);
          assertThat(browser.errors()).isEmpty();
        });
  }

  private void design(Browser browser) {
    Page page = browser.of("admin", "acme");
    page.navigate("/workflows/new/design");
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
      palette
          .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(step).setExact(true))
          .click();
    }
    region(page, "Steps").locator("[data-path='[\"steps\",1]']").focus();
    page.keyboard().press("Alt+ArrowUp");
    button(page, "Undo").click();
    assertThat(page.getByText("draft saved")).isVisible();
    button(page, "Publish").click();
    page.getByRole(AriaRole.DIALOG)
        .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Publish"))
        .click();
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

  private void matter(Browser browser) {
    String template =
        client
            .of("firm")
            .post(
                "/api/workflows/templates",
                """
                {"name": "Intake by browser", "steps": [
                  {"order": 1, "title": "Papers of the browser", "actionType": "CHECKLIST", "roleScope": "PARALEGAL",
                   "actionConfig": {"items": ["Passport", "Address"]}, "required": true},
                  {"order": 2, "title": "Take them by browser", "actionType": "APPROVAL_LAWYER",
                   "actionConfig": {"message": "Take the client?"}, "roleScope": "LAWYER", "required": true}]}
                """)
            .json()
            .get("id")
            .asText();
    client.of("firm").post("/api/workflows/templates/" + template + "/publish", "{}").is(200);

    Page manager = browser.of("mia", "firm");
    manager.navigate("/matters/m-1");
    manager.getByLabel("From a template").selectOption(template);
    button(manager, "Start").click();
    assertThat(region(manager, "Intake by browser")).isVisible();

    Page paralegal = browser.of("pia", "firm");
    paralegal.navigate("/inbox");
    task(paralegal, "Papers of the browser").click();
    button(paralegal, "Claim c").click();
    paralegal.getByLabel("Passport").check();
    button(paralegal, "Complete").click();
    assertThat(paralegal.getByText("Correct this first")).isVisible();
    paralegal.getByLabel("Address").check();
    button(paralegal, "Complete").click();
    assertThat(task(paralegal, "Papers of the browser")).hasCount(0);

    Page lawyer = browser.of("lena", "firm");
    lawyer.navigate("/inbox");
    task(lawyer, "Take them by browser").click();
    lawyer.getByLabel("Yes").check();
    button(lawyer, "Complete").click();
    lawyer.navigate("/matters/m-1");
    assertThat(region(lawyer, "Intake by browser")).containsText("completed");
  }

  private void accessible(Browser browser) {
    Page page = browser.of("admin", "acme");
    for (String scheme : List.of("light", "dark")) {
      page.evaluate("scheme => localStorage.setItem('scheme', scheme)", scheme);
      for (String address : PAGES) {
        page.navigate(address);
        page.locator("main h1").first().waitFor();
        List<String> violations =
            new AxeBuilder(page)
                    .withTags(List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"))
                    .analyze()
                    .getViolations()
                    .stream()
                    .map(rule -> rule.getId() + ": " + rule.getNodes().get(0).getHtml())
                    .toList();
        assertThat(violations).as(address + " " + scheme).isEmpty();
      }
    }
  }

  private static Locator task(Page page, String label) {
    return page.getByRole(AriaRole.OPTION).filter(new Locator.FilterOptions().setHasText(label));
  }

  private static Locator field(Locator around, String label) {
    return around.getByLabel(label, new Locator.GetByLabelOptions().setExact(true));
  }

  private static Locator button(Page page, String name) {
    return page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  private static Locator region(Page page, String name) {
    return page.getByRole(
        AriaRole.REGION, new Page.GetByRoleOptions().setName(name).setExact(true));
  }
}
