package dev.workflow.examples.host.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.AriaRole;
import dev.workflow.examples.host.Client;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A Chromium without a window. It needs the installed browser and a Node.js of version 20 or later;
 * {@link #find} says whether both are there. {@code -Dbrowser=off} leaves it out.
 */
final class Browser implements AutoCloseable {

  private static final int OLDEST_NODE = 20;
  private static final Path CHROMIUM = Path.of("/usr/bin/chromium");

  private final Playwright playwright;
  private final com.microsoft.playwright.Browser chromium;
  private final String address;
  private final List<String> errors = new ArrayList<>();

  private Browser(Path node, String address) {
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
    this.address = address;
  }

  /** Empty: something that it needs is not installed. */
  static Optional<Browser> find(String address) {
    boolean wanted = !"off".equals(System.getProperty("browser"));
    return wanted && Files.isExecutable(CHROMIUM)
        ? node().map(node -> new Browser(node, address))
        : Optional.empty();
  }

  private static Optional<Path> node() {
    return Stream.of(System.getenv("PATH").split(":"))
        .map(folder -> Path.of(folder, "node"))
        .filter(Files::isExecutable)
        .filter(node -> version(node) >= OLDEST_NODE)
        .findFirst();
  }

  private static int version(Path node) {
    try {
      Process process = new ProcessBuilder(node.toString(), "--version").start();
      String text =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      return Integer.parseInt(text.substring(1, text.indexOf('.')));
    } catch (IOException | RuntimeException e) {
      return 0;
    }
  }

  /** A person's own window, logged in, in a tenant. */
  Page of(String login, String tenant) {
    BrowserContext context =
        chromium.newContext(
            new com.microsoft.playwright.Browser.NewContextOptions()
                .setBaseURL(address)
                .setLocale("en-GB"));
    Page page = context.newPage();
    page.onPageError(errors::add);
    page.navigate("/login");
    page.getByLabel("Login").fill(login);
    page.getByLabel("Password").fill(Client.PASSWORD);
    page.getByRole(AriaRole.BUTTON).click();
    page.evaluate("tenant => localStorage.setItem('tenant', tenant)", tenant);
    page.navigate("/");
    assertThat(page.getByRole(AriaRole.MAIN)).isVisible();
    return page;
  }

  /** What went wrong in scripts so far. */
  List<String> errors() {
    return errors;
  }

  @Override
  public void close() {
    playwright.close();
  }
}
