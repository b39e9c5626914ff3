package dev.workflow.examples.host.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.workflow.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Makes the pictures of {@code docs/pictures} anew, if {@code -Dconsole.pictures=true} asks for it.
 */
class PicturesTest extends Journeys {

  private static final Path PICTURES = Path.of("..", "..", "docs", "pictures");

  @Override
  Map<String, Journey> all() {
    return Boolean.getBoolean("console.pictures")
        ? Map.of("pictures of every page", this::pictures)
        : Map.of();
  }

  private void pictures(Browser browser) throws IOException {
    String failed = prepare();
    Map<String, String> pages = new LinkedHashMap<>();
    pages.put("overview", "/overview");
    pages.put("inbox", "/inbox");
    pages.put("matter", "/matters/m-1");
    pages.put("instances", "/instances");
    pages.put("instance", "/instances/" + failed);
    pages.put("diagram", "/instances/" + failed + "?tab=diagram");
    pages.put("event", "/events/lead-7-created");
    pages.put("messages", "/messages");
    pages.put("schedules", "/schedules");
    pages.put("workflows", "/workflows");
    pages.put("designer", "/workflows/welcome-a-lead/design");
    pages.put("statistics", "/statistics?workflow=welcome-a-lead");
    pages.put("settings", "/settings");
    BrowserContext window = browser.fresh(house.address(), Browser.options());
    Browser.logIn(window, house.login("ada"), house.tenant());
    Page page = window.newPage();
    page.setViewportSize(1280, 800);
    for (Map.Entry<String, String> one : pages.entrySet()) {
      take(page, one.getValue(), one.getKey());
    }
    page.evaluate("() => localStorage.setItem('scheme', 'dark')");
    take(page, "/overview", "overview-dark");
    take(page, "/workflows/welcome-a-lead/design", "designer-dark");
    page.evaluate("() => localStorage.setItem('scheme', 'light')");
    page.setViewportSize(390, 844);
    take(page, "/inbox", "inbox-phone");
    take(page, "/instances", "instances-phone");
  }

  private static void take(Page page, String path, String name) throws IOException {
    Parts.open(page, path);
    if (name.startsWith("designer")) {
      page.getByRole(AriaRole.TREEITEM).nth(2).click();
    }
    SmallPicture.write(
        page.screenshot(
            new Page.ScreenshotOptions()
                .setAnimations(com.microsoft.playwright.options.ScreenshotAnimations.DISABLED)),
        PICTURES.resolve("console-" + name + ".png"));
  }

  /** A sales portal at work; the instance that failed. */
  private String prepare() {
    house.publish(
        """
        {"key": "welcome-a-lead", "name": "Welcome a lead", "description": "Writes to good leads, calls the best", "subject": "lead",
         "triggers": [{"event": "lead.created", "when": {"field": "score", "operator": "gte", "value": 50}}],
         "exit": [{"event": "message.received"}],
         "steps": [
          {"id": "hello", "name": "Say hello", "action": "send_email",
           "config": {"to": "{{email}}", "subject": "Welcome, {{name}}", "text": "How can we help?"}},
          {"id": "which", "name": "How good is it?", "branch": [
            {"name": "score of 80 or more", "when": {"field": "score", "operator": "gte", "value": 80}, "steps": [
              {"id": "call", "name": "Call {{name}}", "action": "checklist", "role": "ADMIN", "due": "P1D",
               "config": {"items": ["Asked for the budget", "Sent the brochure"]}}]},
            {"otherwise": true, "steps": [
              {"id": "pause", "name": "Wait", "delay": "P3D"},
              {"id": "tips", "name": "Send tips", "action": "send_email",
               "config": {"to": "{{email}}", "subject": "Three tips", "text": "…"}}]}]},
          {"id": "offer", "name": "Make an offer", "action": "approval", "role": "MANAGER"}]}
        """);
    house.publish(
        """
        {"key": "quote-reminder", "name": "Quote reminder", "description": "Reminds customers of an open quote",
         "triggers": [{"event": "quote.sent"}],
         "steps": [{"id": "wait", "delay": "P2D"}, {"id": "remind", "action": "send_email",
           "config": {"to": "ann@customers.example", "subject": "Still interested?", "text": "Your quote is open."}}]}
        """);
    house.publish(
        """
        {"key": "client-intake", "name": "Client intake", "subject": "matter", "steps": [
          {"id": "papers", "name": "Identify the client", "action": "checklist", "role": "PARALEGAL", "due": "P2D",
           "config": {"items": ["Passport seen", "Address checked"]}},
          {"id": "take", "name": "Take the client?", "action": "approval", "role": "LAWYER"},
          {"id": "letter", "name": "Send the letter", "action": "log", "config": {"message": "sent"}}]}
        """);
    house
        .client()
        .post(
            "/api/v1/schedules",
            """
            {"name": "Monday's figures", "type": "action", "schedule": "0 9 * * MON",
             "config": {"action": "log", "config": {"message": "figures"}}}
            """)
        .is(201);
    String[] names = {"Ann", "Bob", "Cem", "Dina", "Eva", "Finn", "Grace", "Hugo", "Ines"};
    String failed = "";
    for (int i = 0; i < names.length; i++) {
      String started = lead(i + 1, names[i], 30 + 8 * i);
      if (i == 6) {
        failed = started;
      }
    }
    house.start("client-intake", "matter:m-1");
    house.start("quote-reminder", "quote:q-17");
    house
        .client()
        .until(
            "/api/v1/tasks/" + failed + "/call",
            json -> json.at("/task/state").asText().equals("READY"));
    house
        .client()
        .post(
            "/api/v1/tasks/" + failed + "/call/fail", "{\"reason\": \"the number is not in use\"}")
        .is(200);
    house
        .client()
        .until(
            "/api/v1/statistics/runs?workflow=welcome-a-lead",
            json -> json.at("/items/0/failed").asInt() == 1);
    return failed;
  }

  /** Tells of a lead; the instance that it started, or nothing. */
  private String lead(int number, String name, int score) {
    ObjectNode event =
        Json.object().put("id", "lead-" + number + "-created").put("type", "lead.created");
    event.putObject("subject").put("type", "lead").put("id", "lead-" + number);
    event
        .putObject("payload")
        .put("lead_id", "lead-" + number)
        .put("name", name)
        .put("email", name.toLowerCase(java.util.Locale.ROOT) + "@customers.example")
        .put("score", score);
    return house
        .client()
        .post("/api/v1/events", event)
        .is(201)
        .json()
        .at("/started/0/instance_id")
        .asText();
  }
}
