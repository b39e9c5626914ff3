package dev.workflow.examples.host.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.workflow.examples.host.console.Parts.button;
import static dev.workflow.examples.host.console.Parts.dialog;
import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Every page by axe, light and dark, wide and narrow; and what axe does not see. */
class AccessibleTest extends Journeys {

  private static final List<String> RULES =
      List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice");

  /** Each stop of the Tab key: what has the focus, and what is wrong with it. */
  private static final String STOP =
      """
      () => {
        const here = document.activeElement;
        if (!here || here === document.body) return null;
        const box = here.getBoundingClientRect();
        const name = here.tagName + ' ' + (here.getAttribute('aria-label') || here.textContent || here.id).trim().slice(0, 40);
        const wrong = [];
        if (!box.width || !box.height) wrong.push('is not to be seen');
        const marks = [here, here.firstElementChild].filter(Boolean).map((one) => getComputedStyle(one));
        if (!marks.some((one) => one.outlineStyle !== 'none' || one.boxShadow !== 'none')) wrong.push('does not show the focus');
        if (here.tabIndex > 0) wrong.push('jumps the queue');
        const x = Math.min(Math.max(box.left + box.width / 2, 0), innerWidth - 1);
        const y = Math.min(Math.max(box.top + Math.min(box.height / 2, 40), 0), innerHeight - 1);
        const top = document.elementFromPoint(x, y);
        if (top && !here.contains(top) && !top.contains(here)) wrong.push('is covered by ' + top.tagName + '.' + top.className);
        return { name, wrong: wrong.join(', ') };
      }
      """;

  private String instance = "";

  @Override
  Map<String, Journey> all() {
    Map<String, Journey> all = new LinkedHashMap<>();
    all.put("no page has a finding of axe: light, dark, on a phone", this::axe);
    all.put("the focus is always seen, in order and not covered", this::focus);
    all.put("the focus follows the page, and comes back from a dialog", this::follows);
    return all;
  }

  /** One of everything, so that no page is empty. */
  private List<String> pages() {
    if (instance.isEmpty()) {
      prepare();
    }
    return List.of(
        "/overview",
        "/inbox",
        "/matters",
        "/matters/m-1",
        "/instances",
        "/instances/" + instance,
        "/instances/" + instance + "?tab=diagram",
        "/instances/" + instance + "?tab=history",
        "/instances/" + instance + "?tab=why",
        "/events",
        "/events/accessible-1",
        "/events/new",
        "/messages",
        "/messages?tab=dead",
        "/messages?tab=all",
        "/messages?tab=templates",
        "/calendar",
        "/calendar?view=month",
        "/substitutes",
        "/schedules",
        "/workflows",
        "/workflows/accessible",
        "/workflows/accessible?tab=versions",
        "/workflows/gallery",
        "/workflows/accessible/design",
        "/workflows/accessible/design?view=test",
        "/workflows/accessible/design?view=text",
        "/statistics?workflow=accessible",
        "/settings",
        "/settings?tab=assignments",
        "/settings?tab=suppressions",
        "/settings?tab=tokens",
        "/settings?tab=users",
        "/settings?tab=notifications",
        "/settings?tab=endpoints",
        "/design",
        "/settings/nothing");
  }

  private void prepare() {
    house.publish(
        """
        {"key": "accessible", "name": "Accessible", "subject": "matter", "triggers": [{"event": "test.accessible",
           "when": {"and": [{"field": "amount", "operator": "gte", "value": 10}, {"field": "city", "operator": "eq", "value": "Ghent"}]}}],
         "steps": [
          {"id": "check", "name": "Check", "action": "checklist", "role": "PARALEGAL", "config": {"items": ["Passport", "Address"]}},
          {"id": "which", "branch": [{"name": "large", "when": {"field": "amount", "operator": "gt", "value": 5}, "steps": [{"id": "later", "delay": "P1D"}]}, {"otherwise": true, "steps": []}]},
          {"id": "mail", "action": "send_email", "config": {"to": "ann@example.org", "subject": "Hello", "text": "Hi"}}]}
        """);
    house
        .client()
        .post(
            "/api/v1/events",
            """
            {"id": "accessible-1", "type": "test.accessible", "subject": {"type": "matter", "id": "m-1"},
             "payload": {"amount": 12, "city": "Ghent"}}
            """)
        .is(201);
    instance = house.start("accessible", "matter:m-1");
    house
        .client()
        .post(
            "/api/v1/schedules",
            """
            {"name": "A report", "type": "action", "schedule": "0 9 * * *",
             "config": {"action": "log", "config": {"message": "hello"}}}
            """)
        .is(201);
  }

  private static List<String> findings(AxeBuilder axe, String where) {
    return axe.setLegacyMode(true).analyze().getViolations().stream()
        .map(rule -> where + " " + rule.getId() + ": " + rule.getNodes().get(0).getHtml())
        .toList();
  }

  private void axe(Browser browser) {
    List<String> findings = new ArrayList<>();
    List<String> pages = pages();
    Page page = house.page(browser, "ada", "/overview");
    for (String path : pages) {
      Parts.open(page, path);
      page.evaluate("() => { document.documentElement.dataset.scheme = 'light'; }");
      findings.addAll(findings(new AxeBuilder(page).withTags(RULES), path));
      page.evaluate("() => { document.documentElement.dataset.scheme = 'dark'; }");
      findings.addAll(
          findings(new AxeBuilder(page).withRules(List.of("color-contrast")), path + " in dark"));
      page.setViewportSize(390, 844);
      findings.addAll(
          findings(
              new AxeBuilder(page).withRules(List.of("target-size", "scrollable-region-focusable")),
              path + " on a phone"));
      int over = (int) page.evaluate("() => document.documentElement.scrollWidth - innerWidth");
      if (over > 0) {
        findings.add(path + " is " + over + " px wider than a phone");
      }
      page.setViewportSize(1280, 800);
    }
    assertThat(findings).isEmpty();
  }

  private void focus(Browser browser) {
    List<String> findings = new ArrayList<>();
    for (String path :
        List.of(
            "/overview",
            "/inbox",
            "/instances",
            "/workflows/accessible/design",
            "/settings?tab=tokens")) {
      pages();
      Page page = Parts.open(house.page(browser, "ada", "/overview"), path);
      page.keyboard().press("Tab");
      assertThat(page.getByText("Skip to content")).isFocused();
      List<String> names = new ArrayList<>();
      for (int stop = 0; stop < 60; stop++) {
        Object found = page.evaluate(STOP);
        if (!(found instanceof Map<?, ?> seen)) {
          break;
        }
        names.add(String.valueOf(seen.get("name")));
        if (!String.valueOf(seen.get("wrong")).isEmpty()) {
          findings.add(path + ": " + seen.get("name") + " " + seen.get("wrong"));
        }
        page.keyboard().press("Tab");
      }
      assertThat(names).as(path).hasSizeGreaterThan(10);
    }
    assertThat(findings).isEmpty();
  }

  private void follows(Browser browser) {
    Page page = house.page(browser, "ada", "/overview");
    page.keyboard().press("Tab");
    page.keyboard().press("Enter");
    assertThat(page.locator("#main")).isFocused();
    page.getByRole(AriaRole.NAVIGATION)
        .getByRole(
            AriaRole.LINK, new com.microsoft.playwright.Locator.GetByRoleOptions().setName("Inbox"))
        .first()
        .focus();
    page.keyboard().press("Enter");
    assertThat(page).hasTitle("Inbox · Workflows");
    assertThat(page.locator("#main")).isFocused();
    page.keyboard().press("Control+k");
    assertThat(dialog(page)).isVisible();
    page.keyboard().type("Sett");
    page.keyboard().press("Enter");
    assertThat(page).hasTitle("Settings · Workflows");
    assertThat(dialog(page)).hasCount(0);
    button(page, "Jobs").focus();
    page.keyboard().press("Enter");
    assertThat(dialog(page)).isVisible();
    page.keyboard().press("Escape");
    assertThat(dialog(page)).hasCount(0);
    assertThat(button(page, "Jobs")).isFocused();
  }
}
