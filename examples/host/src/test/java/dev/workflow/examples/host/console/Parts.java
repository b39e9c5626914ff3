package dev.workflow.examples.host.console;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;

/** Parts of a page, found as a person or a screen reader finds them. */
final class Parts {

  private Parts() {}

  static Locator button(Page page, String name) {
    return button(page.locator("body"), name);
  }

  static Locator button(Locator around, String name) {
    return around.getByRole(
        AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(name).setExact(true));
  }

  static Locator region(Page page, String name) {
    return page.getByRole(
        AriaRole.REGION, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  static Locator field(Page page, String label) {
    return field(page.locator("body"), label);
  }

  static Locator field(Locator around, String label) {
    return around.getByLabel(label, new Locator.GetByLabelOptions().setExact(true));
  }

  static Locator link(Locator around, String name) {
    return around.getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName(name));
  }

  /** A row of a table, by a text in it. */
  static Locator row(Page page, String text) {
    return page.getByRole(AriaRole.ROW).filter(new Locator.FilterOptions().setHasText(text));
  }

  /** An entry of a list from which one is chosen, by a text in it. */
  static Locator option(Page page, String text) {
    return page.getByRole(AriaRole.OPTION).filter(new Locator.FilterOptions().setHasText(text));
  }

  static Locator dialog(Page page) {
    return page.getByRole(AriaRole.DIALOG);
  }

  /** Goes to an address, and waits until everything there has loaded. */
  static Page open(Page page, String path) {
    page.navigate(path);
    page.waitForFunction(
        """
        () => document.querySelector('main :is(h1, h2, h3)')
          && !document.querySelector('main :is([aria-busy=true], .skeleton, .skeleton-space)')
        """);
    return page;
  }

  /** Chooses a tab, which is a link of a navigation. */
  static void tab(Page page, String navigation, String name) {
    page.getByRole(
            AriaRole.NAVIGATION, new Page.GetByRoleOptions().setName(navigation).setExact(true))
        .getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName(name).setExact(true))
        .click();
  }
}
