package dev.workflow.examples.host.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.workflow.examples.host.console.Parts.button;
import static dev.workflow.examples.host.console.Parts.field;
import static dev.workflow.examples.host.console.Parts.option;
import static dev.workflow.examples.host.console.Parts.region;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** The pages of those who do the work: one journey each. */
class WorkTest extends Journeys {

  private static final String CHECKS =
      """
      {"key": "%1$s", "name": "%1$s", "subject": "matter", "steps": [
        {"id": "check", "name": "Check %1$s", "action": "checklist", "role": "PARALEGAL",
         "config": {"items": ["Passport", "Address"]}}]}
      """;

  @Override
  Map<String, Journey> all() {
    Map<String, Journey> all = new LinkedHashMap<>();
    all.put("a matter by its people", this::matter);
    all.put("an inbox by keyboard alone", this::keyboard);
    all.put("two people take the same task", this::two);
    all.put("what was typed is kept when somebody else was faster", this::late);
    return all;
  }

  private void matter(Browser browser) {
    String template =
        house
            .client()
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
    house.client().post("/api/workflows/templates/" + template + "/publish", "{}").is(200);

    Page manager = house.page(browser, "max", "/matters/m-1");
    manager.getByLabel("From a template").selectOption(template);
    button(manager, "Start").click();
    assertThat(region(manager, "Intake by browser")).isVisible();

    Page paralegal = house.page(browser, "pia", "/inbox");
    option(paralegal, "Papers of the browser").click();
    button(paralegal, "Claim c").click();
    paralegal.getByLabel("Passport").check();
    button(paralegal, "Complete").click();
    assertThat(paralegal.getByText("Correct this first")).isVisible();
    paralegal.getByLabel("Address").check();
    button(paralegal, "Complete").click();
    assertThat(option(paralegal, "Papers of the browser")).hasCount(0);

    Page lawyer = house.page(browser, "lena", "/inbox");
    option(lawyer, "Take them by browser").click();
    lawyer.getByLabel("Yes").check();
    button(lawyer, "Complete").click();
    assertThat(option(lawyer, "Take them by browser")).hasCount(0);
    lawyer.navigate("/matters");
    field(lawyer, "Search").fill("Miller");
    lawyer.locator("main a[href='/matters/m-1']").first().click();
    assertThat(region(lawyer, "Intake by browser")).containsText("completed");
  }

  private void keyboard(Browser browser) {
    house.publish(CHECKS.formatted("keys"));
    house.start("keys", "matter:m-1");
    Page page = house.page(browser, "pia", "/inbox");
    assertThat(option(page, "Check keys")).isVisible();
    page.keyboard().press("n");
    assertThat(button(page, "Release")).isVisible();
    for (String item : new String[] {"Passport", "Address"}) {
      tabTo(page, page.getByLabel(item));
      page.keyboard().press("Space");
      assertThat(page.getByLabel(item)).isChecked();
    }
    tabTo(page, button(page, "Complete"));
    page.keyboard().press("Enter");
    assertThat(option(page, "Check keys")).hasCount(0);
  }

  /** Presses Tab until something has the focus. */
  private static void tabTo(Page page, Locator wanted) {
    for (int presses = 0; presses < 60; presses++) {
      if ((boolean) wanted.evaluate("element => element === document.activeElement")) {
        return;
      }
      page.keyboard().press("Tab");
    }
    assertThat(wanted).isFocused();
  }

  private void two(Browser browser) {
    house.publish(CHECKS.formatted("both"));
    house.start("both", "matter:m-1");
    Page pia = house.page(browser, "pia", "/inbox");
    Page pim = house.page(browser, "pim", "/inbox");
    option(pia, "Check both").click();
    option(pim, "Check both").click();
    assertThat(button(pim, "Claim c")).isVisible();
    button(pia, "Claim c").click();
    assertThat(button(pia, "Release")).isVisible();
    // The other one is told who has it.
    assertThat(button(pim, "Claim c")).hasCount(0);
    assertThat(pim.getByRole(AriaRole.MAIN)).containsText("by pia");
    button(pia, "Release").click();
    assertThat(button(pim, "Claim c")).isVisible();
  }

  private void late(Browser browser) {
    house.publish(CHECKS.formatted("late"));
    String id = house.start("late", "matter:m-1");
    Page pia = house.page(browser, "pia", "/inbox?task=" + id + "/check");
    pia.getByLabel("Passport").check();
    pia.getByLabel("Address").check();
    pia.context().setOffline(true); // so that she does not hear of it
    house
        .client()
        .as(house.login("pim"))
        .post(
            "/api/v1/tasks/" + id + "/check/complete",
            "{\"answer\": {\"items\": [\"Passport\", \"Address\"]}}")
        .is(200);
    button(pia, "Complete").click();
    assertThat(pia.getByRole(AriaRole.MAIN)).containsText("The server cannot be reached");
    assertThat(pia.getByLabel("Passport")).isChecked();
    pia.context().setOffline(false);
    assertThat(pia.getByRole(AriaRole.MAIN)).containsText("by pim");
    assertThat(pia.locator("main a[href='/matters/m-1']").first()).isVisible();
    assertThat(pia).hasURL(Pattern.compile(".*/inbox.*"));
  }
}
