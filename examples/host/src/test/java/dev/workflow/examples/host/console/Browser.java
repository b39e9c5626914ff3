package dev.workflow.examples.host.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static com.microsoft.playwright.assertions.PlaywrightAssertions.setDefaultAssertionTimeout;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ReducedMotion;
import dev.workflow.examples.host.Client;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A Chromium without a window. It needs the installed browser and a Node.js of version 20 or later;
 * {@link #find} says whether both are there. {@code -Dbrowser=off} leaves it out.
 */
final class Browser implements AutoCloseable {

  /** Where the people of the tests are. */
  static final String ZONE = "Europe/Amsterdam";

  private static final int PATIENCE_MILLIS = 20_000;
  private static final Path CHROMIUM = Path.of("/usr/bin/chromium");

  /** A policy that was broken is written to the browser's console. */
  private static final String TELL_OF_THE_POLICY =
      """
      document.addEventListener('securitypolicyviolation', (event) =>
        console.error('refused by the policy: ' + event.violatedDirective + ' ' + event.blockedURI));
      """;

  private final Playwright playwright;
  private final com.microsoft.playwright.Browser chromium;
  private final Map<String, BrowserContext> loggedIn = new HashMap<>();
  private final List<BrowserContext> others = new ArrayList<>();
  private final List<String> errors = new ArrayList<>();

  private Browser(Path node) {
    this.playwright =
        Playwright.create(
            new Playwright.CreateOptions()
                .setEnv(
                    Map.of(
                        "PLAYWRIGHT_NODEJS_PATH",
                        node.toString(),
                        "PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD",
                        "1")));
    this.chromium =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(CHROMIUM)
                    .setArgs(List.of("--no-sandbox")));
    setDefaultAssertionTimeout(PATIENCE_MILLIS);
  }

  /** Empty: something that it needs is not installed. */
  static Optional<Browser> find() {
    return Files.isExecutable(CHROMIUM) ? Node.find().map(Browser::new) : Optional.empty();
  }

  /** A page of somebody who is logged in in a tenant, in the window that all tests share. */
  Page of(String address, String login, String tenant) {
    return loggedIn
        .computeIfAbsent(
            address + " " + login + " " + tenant,
            key -> logIn(context(address, options()), login, tenant))
        .newPage();
  }

  /** A window of its own, in which nobody is logged in; it is closed after the journey. */
  BrowserContext fresh(String address, com.microsoft.playwright.Browser.NewContextOptions options) {
    BrowserContext context = context(address, options);
    others.add(context);
    return context;
  }

  static com.microsoft.playwright.Browser.NewContextOptions options() {
    return new com.microsoft.playwright.Browser.NewContextOptions()
        .setLocale("en-GB")
        .setReducedMotion(ReducedMotion.REDUCE) // nothing is looked at half-way
        .setTimezoneId(ZONE);
  }

  private BrowserContext context(
      String address, com.microsoft.playwright.Browser.NewContextOptions options) {
    BrowserContext context = chromium.newContext(options.setBaseURL(address));
    context.setDefaultTimeout(PATIENCE_MILLIS);
    context.setDefaultNavigationTimeout(3.0 * PATIENCE_MILLIS);
    context.addInitScript(TELL_OF_THE_POLICY);
    context.onWebError(error -> errors.add(error.error()));
    context.onConsoleMessage(
        message -> {
          // What the server refuses is shown on the page, and looked for there.
          if (message.type().equals("error")
              && !message.text().startsWith("Failed to load resource")) {
            errors.add(message.text());
          }
        });
    context.onDialog(
        dialog -> {
          errors.add("a dialog: " + dialog.type() + " " + dialog.message());
          dialog.dismiss();
        });
    return context;
  }

  /** Logs somebody in by the form, and chooses the tenant. */
  static BrowserContext logIn(BrowserContext context, String login, String tenant) {
    Page page = context.newPage();
    page.navigate("/login");
    page.getByLabel("Login").fill(login);
    page.getByLabel("Password").fill(Client.PASSWORD);
    page.getByRole(AriaRole.BUTTON).click();
    page.evaluate("tenant => localStorage.setItem('tenant', tenant)", tenant);
    assertThat(page.getByRole(AriaRole.MAIN)).isVisible();
    page.close();
    return context;
  }

  /**
   * Makes a journey. Whatever goes wrong in scripts, each dialog of the browser and each breach of
   * the policy fails it; then pictures of the open pages stand in {@code target/browser}.
   */
  void go(String name, Journeys.Journey journey) throws Exception {
    errors.clear();
    try {
      journey.go(this);
      org.assertj.core.api.Assertions.assertThat(errors).as("errors in the browser").isEmpty();
    } catch (Throwable e) {
      takePictures(name);
      throw e;
    } finally {
      loggedIn.values().forEach(context -> List.copyOf(context.pages()).forEach(Page::close));
      others.forEach(BrowserContext::close);
      others.clear();
    }
  }

  private void takePictures(String name) {
    int number = 0;
    for (BrowserContext context :
        Stream.concat(loggedIn.values().stream(), others.stream()).toList()) {
      for (Page page : context.pages()) {
        page.screenshot(
            new Page.ScreenshotOptions()
                .setPath(
                    Path.of(
                        "target", "browser", name.replace(' ', '-') + "-" + ++number + ".png")));
      }
    }
  }

  @Override
  public void close() {
    playwright.close();
  }
}
