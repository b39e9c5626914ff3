package dev.workflow.examples.host.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.workflow.examples.host.console.Parts.button;
import static dev.workflow.examples.host.console.Parts.dialog;
import static dev.workflow.examples.host.console.Parts.field;
import static dev.workflow.examples.host.console.Parts.link;
import static dev.workflow.examples.host.console.Parts.region;
import static dev.workflow.examples.host.console.Parts.row;
import static dev.workflow.examples.host.console.Parts.tab;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** The pages of those who watch over what runs: one journey each. */
class OperateTest extends Journeys {

  private static final String BREAKS =
      """
      {"key": "breaks", "name": "Breaks", "triggers": [{"event": "test.breaks",
         "when": {"field": "amount", "operator": "gte", "value": 10}}], "steps": [
        {"id": "ask", "name": "Ask", "action": "approval"},
        {"id": "after", "action": "log", "config": {"message": "after"}}]}
      """;

  @Override
  Map<String, Journey> all() {
    Map<String, Journey> all = new LinkedHashMap<>();
    all.put("the overview counts what runs and fails, and leads to it", this::overview);
    all.put("an instance shows where it is, what happened and why", this::instance);
    all.put("instances are found, paused and cancelled together", this::instances);
    all.put("an event says why it started one workflow and not another", this::events);
    all.put("what is to come stands in a calendar, and is done now", this::calendar);
    all.put("a message is held, released and sent", this::messages);
    all.put("a schedule shows what comes next, and runs", this::schedules);
    all.put("statistics count, and lead to what they count", this::statistics);
    all.put("an address is suppressed, and a token is shown once", this::settings);
    return all;
  }

  private String failed(String subject) {
    String id = house.start("breaks", subject);
    house.client().post("/api/v1/tasks/" + id + "/ask/fail", "{\"reason\": \"no answer\"}").is(200);
    return id;
  }

  private void overview(Browser browser) {
    house.publish(BREAKS);
    Page page = house.page(browser, "ada", "/overview");
    assertThat(region(page, "What failed last")).containsText("Nothing has failed.");
    failed("deal:d-1"); // the page hears of it by itself
    assertThat(region(page, "What failed last")).containsText("deal d-1");
    Locator count = link(page.getByRole(AriaRole.MAIN), "Failed").first();
    assertThat(count).containsText("1");
    count.click();
    assertThat(page).hasURL(Pattern.compile(".*/instances\\?state=FAILED"));
    link(row(page, "deal d-1"), "breaks").click();
    assertThat(page.getByRole(AriaRole.MAIN)).containsText("no answer");
    page.goBack();
    assertThat(row(page, "deal d-1")).isVisible();
    page.goBack();
    assertThat(page).hasURL(Pattern.compile(".*/overview"));
  }

  private void instance(Browser browser) {
    String id = failed("deal:d-2");
    Page page = house.page(browser, "ada", "/instances/" + id);
    Locator main = page.getByRole(AriaRole.MAIN);
    assertThat(main).containsText("no answer");
    button(page, "Retry").click();
    assertThat(button(page, "Pause")).isVisible();
    house
        .client()
        .post("/api/v1/tasks/" + id + "/ask/complete", "{\"answer\": {\"approved\": true}}")
        .is(200);
    assertThat(main).containsText("completed");
    String parts = "Parts of the instance";
    tab(page, parts, "Diagram");
    Locator picture =
        page.getByRole(
            AriaRole.IMG, new Page.GetByRoleOptions().setName("Diagram of the instance"));
    assertThat(picture).isVisible();
    assertThat((int) picture.evaluate("image => image.naturalWidth")).isPositive();
    tab(page, parts, "History");
    assertThat(region(page, "Every entry")).containsText("no answer");
    tab(page, parts, "Data");
    assertThat(region(page, "Variables")).isVisible();
    tab(page, parts, "Why");
    assertThat(page).hasURL(Pattern.compile(".*tab=why"));
    page.reload();
    assertThat(page.getByText("Decisions that led to it and in it")).isVisible();
  }

  private void instances(Browser browser) {
    house.publish(
        "{\"key\": \"many\", \"name\": \"Many\", \"steps\": [{\"id\": \"ask\", \"action\":"
            + " \"approval\"}]}");
    house.start("many", "deal:m-1");
    house.start("many", "deal:m-2");
    house.start("many", "deal:m-3");
    Page page = house.page(browser, "ada", "/instances?workflow=many");
    assertThat(row(page, "deal m-")).hasCount(3);
    row(page, "deal m-1").getByRole(AriaRole.CHECKBOX).check();
    button(page, "Pause").click();
    assertThat(row(page, "deal m-1")).containsText("paused");
    field(page, "State").selectOption("PAUSED");
    assertThat(row(page, "deal m-")).hasCount(1);
    field(page, "State").selectOption("");
    assertThat(row(page, "deal m-")).hasCount(3);
    button(page, "Select all that match the filter").click();
    button(page, "Cancel").click();
    assertThat(dialog(page))
        .containsText(Pattern.compile("workflow .?many", Pattern.CASE_INSENSITIVE));
    button(dialog(page), "Cancel 3 instances").click();
    for (int i = 1; i <= 3; i++) {
      assertThat(row(page, "deal m-" + i)).containsText("cancelled");
    }
  }

  private void events(Browser browser) {
    for (int amount : new int[] {12, 3}) {
      house
          .client()
          .post(
              "/api/v1/events",
              """
              {"id": "e-%1$d", "type": "test.breaks", "subject": {"type": "deal", "id": "e-%1$d"},
               "payload": {"amount": %1$d}}
              """
                  .formatted(amount))
          .is(201);
    }
    Page page = house.page(browser, "ada", "/events");
    link(row(page, "deal e-3"), "test.breaks").click();
    assertThat(region(page, "What it did")).containsText("Nothing");
    assertThat(region(page, "Why each workflow did, or did not, start"))
        .containsText("but it was 3");
    button(page, "Try other data").click();
    page.getByLabel("Data (JSON)").fill("{\"amount\": 30}");
    button(page, "Explain").click();
    assertThat(region(page, "What it would do")).containsText("starts");
    page.goBack();
    link(row(page, "deal e-12"), "test.breaks").click();
    assertThat(region(page, "What it did")).containsText("Started Breaks");
  }

  private void messages(Browser browser) {
    house.publish(
        """
        {"key": "mails", "name": "Mails", "steps": [{"id": "mail", "action": "send_email",
          "config": {"to": "ann@example.org", "subject": "Hello", "text": "How are you?"}}]}
        """);
    String stop = "{\"channel\": \"email\", \"reason\": \"nobody is to send\"}";
    house.client().post("/api/v1/message-stops", stop).is(200);
    house.start("mails", "deal:mail-1");
    Page page = house.page(browser, "ada", "/messages");
    link(page.getByRole(AriaRole.MAIN), "ann@example.org").click();
    Locator message =
        page.getByRole(AriaRole.REGION, new Page.GetByRoleOptions().setName("ann@example.org"));
    assertThat(message).containsText("How are you?");
    button(message, "Hold").click();
    assertThat(message).containsText("held");
    button(message, "Release").click();
    assertThat(button(message, "Hold")).isVisible();
    house.client().post("/api/v1/message-stops/resume", "{\"channel\": \"email\"}").is(204);
    button(message, "Send now").click();
    assertThat(message).containsText(Pattern.compile("sent|delivered"));
    tab(page, "Which messages", "All");
    assertThat(row(page, "ann@example.org")).isVisible();
    tab(page, "Which messages", "Did not arrive");
    assertThat(page.getByText("Every message arrived.").first()).isVisible();
  }

  private void calendar(Browser browser) {
    house.publish(
        "{\"key\": \"later\", \"name\": \"Later\", \"steps\": [{\"id\": \"pause\", \"delay\":"
            + " \"P2D\"}]}");
    String id = house.start("later", "deal:c-1");
    LocalDate day = LocalDate.now(ZoneId.of(Browser.ZONE)).plusDays(2);
    Page page = house.page(browser, "ada", "/calendar?view=day&workflow=later&on=" + day);
    page.getByRole(AriaRole.MAIN).getByText("deal c-1").click();
    button(dialog(page), "Do it now").click();
    button(
            page.getByRole(
                AriaRole.DIALOG, new Page.GetByRoleOptions().setName("Let it happen now?")),
            "Do it now")
        .click();
    assertThat(dialog(page)).hasCount(0);
    assertThat(page.getByRole(AriaRole.MAIN).getByText("deal c-1")).hasCount(0);
    house
        .client()
        .until("/api/v1/instances/" + id, json -> json.get("state").asText().equals("COMPLETED"))
        .is(200);
  }

  private void schedules(Browser browser) {
    String made =
        house
            .client()
            .post(
                "/api/v1/schedules",
                """
                {"name": "A report", "type": "action", "schedule": "0 9 * * *",
                 "config": {"action": "log", "config": {"message": "hello"}}}
                """)
            .is(201)
            .header("Location")
            .orElseThrow();
    Page page = house.page(browser, "ada", "/schedules");
    link(row(page, "A report"), "A report").click();
    Locator schedule = region(page, "A report");
    assertThat(schedule).containsText("It has not run yet.");
    assertThat(schedule.locator("ol li")).hasCount(5);
    button(schedule, "Run now").click();
    house
        .client()
        .until(made + "/history", json -> json.at("/items/0/state").asText().equals("COMPLETED"));
    assertThat(schedule).containsText("completed");
    button(schedule, "Pause").click();
    assertThat(button(schedule, "Resume")).isVisible();
  }

  private void statistics(Browser browser) {
    house.start("breaks", "deal:s-1");
    house
        .client()
        .until(
            "/api/v1/statistics/runs?workflow=breaks",
            json -> json.at("/items/0/started").asInt() > 0);
    Page page = house.page(browser, "ada", "/statistics");
    field(page, "Workflow").selectOption("breaks");
    Locator main = page.getByRole(AriaRole.MAIN);
    assertThat(region(page, "Where they are lost")).containsText("ask");
    assertThat(region(page, "Over time").locator("canvas")).isVisible();
    region(page, "Over time").getByText("As a table").click();
    assertThat(region(page, "Over time").getByRole(AriaRole.CELL).first()).isVisible();
    link(main, "Started").first().click();
    assertThat(page).hasURL(Pattern.compile(".*/instances\\?workflow=breaks"));
    assertThat(row(page, "deal s-1")).isVisible();
  }

  private void settings(Browser browser) {
    Page page = house.page(browser, "ada", "/settings?tab=suppressions");
    field(page, "Address").fill("no@example.org");
    button(page, "Suppress").click();
    assertThat(row(page, "no@example.org")).isVisible();
    button(row(page, "no@example.org"), "Lift it").click();
    assertThat(row(page, "no@example.org")).hasCount(0);
    tab(page, "Settings", "API tokens");
    field(page, "What it is for").fill("A script");
    button(page, "Make a token").click();
    assertThat(page.getByText("Copy it now: it is not shown again")).isVisible();
    page.reload();
    assertThat(page.getByText("A script")).isVisible();
    assertThat(page.getByText("Copy it now: it is not shown again")).hasCount(0);
    tab(page, "Settings", "Rules and overrides");
    field(page, "Subject").fill("deal:d-1");
    button(page, "Look up").click();
    assertThat(region(page, "What a subject has now")).containsText("from");
  }
}
