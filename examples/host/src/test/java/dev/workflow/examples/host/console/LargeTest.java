package dev.workflow.examples.host.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.workflow.examples.host.console.Parts.button;
import static dev.workflow.examples.host.console.Parts.field;
import static dev.workflow.examples.host.console.Parts.region;
import static dev.workflow.examples.host.console.Parts.row;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.gson.JsonObject;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.workflow.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * What is large works, and what is to be small is small. How long it took stands in {@code
 * target/browser/measured.txt}.
 */
class LargeTest extends Journeys {

  private static final int FIRST_VIEW_BYTES = 300_000;
  private static final int INSTANCES = 100_000;
  private static final int STEPS = 200;
  private static final Path MEASURED = Path.of("target", "browser", "measured.txt");

  @Override
  Map<String, Journey> all() {
    Map<String, Journey> all = new LinkedHashMap<>();
    all.put("the first view is small", this::first);
    all.put("a hundred thousand instances are paged and found", this::instances);
    all.put("a document of two hundred steps is edited", this::steps);
    return all;
  }

  private void first(Browser browser) throws IOException {
    BrowserContext window = browser.fresh(house.address(), Browser.options());
    Browser.logIn(window, house.login("ada"), house.tenant());
    Page page = window.newPage();
    AtomicLong bytes = new AtomicLong();
    CDPSession network = window.newCDPSession(page);
    network.send("Network.enable");
    JsonObject off = new JsonObject();
    off.addProperty("cacheDisabled", true);
    network.send("Network.setCacheDisabled", off);
    network.on(
        "Network.loadingFinished",
        event -> bytes.addAndGet(event.get("encodedDataLength").getAsLong()));
    long started = System.nanoTime();
    page.navigate("/overview");
    assertThat(page.getByText("Waiting for me")).isVisible();
    measured("first view, bytes", bytes.get());
    measured("first view, ms", millis(started));
    assertThat(bytes.get()).isBetween(10_000L, (long) FIRST_VIEW_BYTES);
  }

  private void instances(Browser browser) throws IOException {
    house.publish(
        "{\"key\": \"large\", \"name\": \"Large\", \"steps\": [{\"id\": \"note\", \"action\":"
            + " \"log\", \"config\": {\"message\": \"m\"}}]}");
    String id = house.start("large", "deal:first");
    house
        .client()
        .until("/api/v1/instances/" + id, json -> json.get("state").asText().equals("COMPLETED"))
        .is(200);
    JdbcTemplate jdbc = house.host().getBean(JdbcTemplate.class);
    long started = System.nanoTime();
    copy(jdbc, id);
    measured("100,000 instances, written, ms", millis(started));
    started = System.nanoTime();
    house.client().get("/api/v1/instances?limit=100").is(200);
    measured("100,000 instances, a page of the route, ms", millis(started));
    Page page = house.page(browser, "ada", "/settings");
    started = System.nanoTime();
    page.navigate("/instances");
    assertThat(row(page, "deal d-").first()).isVisible();
    measured("100,000 instances, first rows, ms", millis(started));
    Locator rows = row(page, "deal d-");
    int before = rows.count();
    assertThat(before).isBetween(50, 400);
    started = System.nanoTime();
    page.keyboard().press("End");
    assertThat(rows.nth(before + 50)).isAttached();
    measured("100,000 instances, next page, ms", millis(started));
    started = System.nanoTime();
    field(page, "Subject").fill("deal:d-50000");
    assertThat(rows).hasCount(1);
    measured("100,000 instances, one of them by its subject, ms", millis(started));
  }

  /** Copies an instance that has ended, each copy about a subject of its own. */
  private static void copy(JdbcTemplate jdbc, String id) {
    List<String> columns =
        jdbc.queryForList(
            "SELECT LOWER(column_name) FROM information_schema.columns"
                + " WHERE LOWER(table_name) = 'wf_instance' ORDER BY ordinal_position",
            String.class);
    Map<String, String> other =
        Map.of(
            "id", "RANDOM_UUID()",
            "subject_id", "'d-' || x",
            "created_at", "DATEADD(SECOND, -x, created_at)");
    String values =
        columns.stream()
            .map(column -> other.getOrDefault(column, column))
            .collect(Collectors.joining(", "));
    jdbc.update(
        "INSERT INTO wf_instance ("
            + String.join(", ", columns)
            + ") SELECT "
            + values
            + " FROM wf_instance, SYSTEM_RANGE(1, "
            + INSTANCES
            + ") WHERE id = CAST(? AS UUID)",
        id);
  }

  private void steps(Browser browser) throws IOException {
    ObjectNode document = Json.object().put("key", "long").put("name", "Long");
    ArrayNode steps = document.putArray("steps");
    for (int i = 1; i <= STEPS; i++) {
      steps.addObject().put("id", "step-" + i).put("action", "approval");
    }
    house.client().post("/api/v1/definitions", Json.object().set("document", document)).is(201);
    Page page = house.page(browser, "max", "/settings");
    long started = System.nanoTime();
    page.navigate("/workflows/long/design");
    Locator items = page.getByRole(AriaRole.TREEITEM);
    assertThat(items).hasCount(STEPS);
    measured("200 steps, shown, ms", millis(started));
    items.nth(100).focus();
    started = System.nanoTime();
    page.keyboard().press("Alt+ArrowUp");
    assertThat(items.nth(99)).containsText("Step 101");
    measured("200 steps, one moved, ms", millis(started));
    Locator name = field(region(page, "Inspector"), "Name optional");
    started = System.nanoTime();
    name.pressSequentially("A name");
    assertThat(items.nth(99)).containsText("A name");
    measured("200 steps, six letters typed, ms", millis(started));
    button(page, "Undo").click();
    button(page, "Undo").click();
    assertThat(items.nth(100)).containsText("Step 101");
    assertThat(items).hasCount(STEPS);
    Set<String> wrong =
        Set.copyOf(page.getByText("problem", new Page.GetByTextOptions()).allTextContents());
    assertThat(wrong.toString()).contains("no problems");
  }

  private static long millis(long started) {
    return (System.nanoTime() - started) / 1_000_000;
  }

  private static void measured(String what, long number) throws IOException {
    Files.createDirectories(MEASURED.getParent());
    Files.writeString(
        MEASURED,
        what + ": " + number + System.lineSeparator(),
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }
}
