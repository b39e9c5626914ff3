package dev.workflow.examples.host.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.workflow.examples.host.console.Parts.button;
import static dev.workflow.examples.host.console.Parts.dialog;
import static dev.workflow.examples.host.console.Parts.field;
import static dev.workflow.examples.host.console.Parts.link;
import static dev.workflow.examples.host.console.Parts.row;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import dev.workflow.examples.host.Client;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A slow server, one that fails, a connection that is lost, a session that has ended. */
class HardTimesTest extends Journeys {

  private static final String ASKS =
      "{\"key\": \"%1$s\", \"name\": \"%1$s\", \"steps\": [{\"id\": \"ask\", \"action\":"
          + " \"approval\"}]}";

  @Override
  Map<String, Journey> all() {
    Map<String, Journey> all = new LinkedHashMap<>();
    all.put("a slow answer is waited for where it will stand", this::slow);
    all.put("what could not be loaded says so, and is tried again", this::broken);
    all.put("a lost connection comes back with what was missed", this::lost);
    all.put("a session that has ended keeps what was typed", this::ended);
    return all;
  }

  private void slow(Browser browser) {
    house.publish(ASKS.formatted("slow"));
    house.start("slow", "deal:d-1");
    Page page = house.page(browser, "ada", "/settings");
    List<Route> held = new ArrayList<>();
    page.route("**/api/v1/instances?*", held::add);
    page.navigate("/instances?workflow=slow");
    Locator loading =
        page.getByRole(AriaRole.MAIN)
            .getByRole(AriaRole.STATUS, new Locator.GetByRoleOptions().setName("Loading"));
    assertThat(loading).isVisible();
    assertThat(field(page, "Workflow")).isVisible();
    page.unroute("**/api/v1/instances?*");
    held.forEach(Route::resume);
    assertThat(row(page, "deal d-1")).isVisible();
    assertThat(loading).hasCount(0);
  }

  private void broken(Browser browser) {
    house.publish(ASKS.formatted("broken"));
    house.start("broken", "deal:d-1");
    Page page = house.page(browser, "ada", "/settings");
    page.route(
        "**/api/v1/instances?*",
        route ->
            route.fulfill(
                new Route.FulfillOptions()
                    .setStatus(503)
                    .setContentType("application/problem+json")
                    .setBody(
                        "{\"title\": \"Unavailable\", \"detail\": \"The database is away.\","
                            + " \"errors\": []}")));
    page.navigate("/instances?workflow=broken");
    Locator alert = page.getByRole(AriaRole.ALERT);
    assertThat(alert).containsText("The database is away.");
    page.unroute("**/api/v1/instances?*");
    button(alert, "Try again").click();
    assertThat(row(page, "deal d-1")).isVisible();
    assertThat(alert).hasCount(0);
  }

  private void lost(Browser browser) throws IOException {
    house.publish(ASKS.formatted("lost"));
    try (Wire wire = new Wire(house.address())) {
      BrowserContext window = browser.fresh(wire.address(), Browser.options());
      Page page = Browser.logIn(window, house.login("ada"), house.tenant()).newPage();
      page.navigate("/instances?workflow=lost");
      Locator live = page.getByText("Live", new Page.GetByTextOptions().setExact(true));
      assertThat(live).isAttached();
      assertThat(page.getByText("Nothing matches this filter.")).isVisible();
      wire.cut();
      assertThat(page.getByText("Not live: the page shows what it loaded last")).isAttached();
      house.start("lost", "deal:while-away");
      wire.mend();
      Request again =
          page.waitForRequest(request -> request.url().contains("/api/v1/stream"), () -> {});
      assertThat(row(page, "deal while-away")).isVisible();
      assertThat(live).isAttached();
      assertThat(again.headerValue("last-event-id")).isNotBlank();
    }
  }

  private void ended(Browser browser) {
    BrowserContext window =
        Browser.logIn(
            browser.fresh(house.address(), Browser.options()), house.login("ada"), house.tenant());
    Page page = window.newPage();
    page.navigate("/settings?tab=suppressions");
    field(page, "Address").fill("typed@example.org");
    window.clearCookies();
    button(page, "Suppress").click();
    assertThat(dialog(page)).containsText("Log in");
    field(dialog(page), "Login").fill(house.login("ada"));
    field(dialog(page), "Password").fill("not the password");
    button(dialog(page), "Log in").click();
    assertThat(dialog(page)).containsText("Wrong login or password.");
    field(dialog(page), "Password").fill(Client.PASSWORD);
    button(dialog(page), "Log in").click();
    assertThat(row(page, "typed@example.org")).isVisible();
    assertThat(link(page.getByRole(AriaRole.NAVIGATION), "Settings").first()).isVisible();
  }
}
