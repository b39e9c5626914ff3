package dev.workflow.examples.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The host as a program: in an empty folder, and started again. */
class StartTest {

  private static final Pattern PASSWORD = Pattern.compile("Log in with the password (\\S+) as:");
  private static final Pattern CSRF = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");

  @Test
  void it_starts_in_an_empty_folder_and_goes_on_when_it_is_started_again(@TempDir Path folder)
      throws Exception {
    String password;
    try (Started first = Started.in(folder, "--demo.token=" + Client.TOKEN)) {
      password = password(first);
      assertThat(first.address()).startsWith("http://127.0.0.1:");
      assertThat(first.printed())
          .contains("  admin  ADMIN of acme and firm", "  cleo   CLIENT of firm");
      first
          .client()
          .post(
              "/api/v1/users",
              "{\"id\": \"kept\", \"login\": \"kept\", \"name\": \"Kept\", \"roles\": [\"SALES\"]}")
          .is(201);
    }
    try (Started second = Started.in(folder)) {
      assertThat(second.printed()).noneMatch(line -> line.contains(password));
      second.client().get("/api/v1/users/kept").is(200);
      logIn(second.address(), password);
    }
  }

  @Test
  void without_a_demo_it_makes_nothing(@TempDir Path folder) {
    try (Started host = Started.in(folder, "--demo=false", "--demo.token=" + Client.TOKEN)) {
      assertThat(host.printed()).noneMatch(line -> line.contains("demo tenants"));
      host.client().get("/api/v1/me").isProblem(401);
      host.client().anonymous().unchecked("GET", "/actuator/health").is(200);
    }
  }

  private static String password(Started host) {
    return host.printed().stream()
        .map(PASSWORD::matcher)
        .filter(Matcher::matches)
        .map(line -> line.group(1))
        .findFirst()
        .orElseThrow();
  }

  /** As a browser: the form, a session that changes at the login, and the CSRF token. */
  private static void logIn(String address, String password) throws Exception {
    CookieManager cookies = new CookieManager();
    HttpClient browser = HttpClient.newBuilder().cookieHandler(cookies).build();
    HttpResponse<String> form =
        send(browser, HttpRequest.newBuilder(URI.create(address + "/login")));
    Matcher csrf = CSRF.matcher(form.body());
    assertThat(csrf.find()).isTrue();
    assertThat(form.headers().firstValue("Content-Security-Policy").orElseThrow())
        .startsWith("default-src 'self'");

    HttpResponse<String> wrong = post(browser, address, "admin", "wrong", csrf.group(1));
    assertThat(wrong.headers().firstValue("Location").orElseThrow()).endsWith("/login?error");
    HttpResponse<String> right = post(browser, address, "admin", password, csrf.group(1));
    assertThat(right.statusCode()).isEqualTo(302);
    assertThat(right.headers().allValues("Set-Cookie"))
        .anyMatch(
            cookie ->
                cookie.startsWith("JSESSIONID=")
                    && cookie.contains("HttpOnly")
                    && cookie.contains("SameSite=Lax"));

    HttpResponse<String> me =
        send(
            browser,
            HttpRequest.newBuilder(URI.create(address + "/api/v1/me"))
                .header("X-Tenant-ID", "firm"));
    assertThat(me.statusCode()).isEqualTo(200);
    assertThat(me.body()).contains("\"tenant\":\"firm\"").doesNotContain("act-as");

    HttpRequest.Builder token =
        HttpRequest.newBuilder(URI.create(address + "/api/v1/tokens"))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString("{\"name\": \"x\", \"scopes\": [\"read\"]}"));
    assertThat(send(browser, token).statusCode()).as("without the CSRF token").isEqualTo(403);
    String cookie =
        cookies.getCookieStore().getCookies().stream()
            .filter(one -> one.getName().equals("XSRF-TOKEN"))
            .map(HttpCookie::getValue)
            .findFirst()
            .orElseThrow();
    assertThat(send(browser, token.header("X-XSRF-TOKEN", cookie)).statusCode()).isEqualTo(201);
  }

  private static HttpResponse<String> post(
      HttpClient browser, String address, String login, String password, String csrf)
      throws Exception {
    String form =
        "username=%s&password=%s&_csrf=%s"
            .formatted(login, URLEncoder.encode(password, StandardCharsets.UTF_8), csrf);
    return send(
        browser,
        HttpRequest.newBuilder(URI.create(address + "/login"))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(form)));
  }

  private static HttpResponse<String> send(HttpClient browser, HttpRequest.Builder request)
      throws Exception {
    return browser.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }
}
