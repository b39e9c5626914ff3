package dev.workflow.examples.host;

import io.swagger.v3.oas.annotations.Hidden;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.MediaType;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.HtmlUtils;

/** The login form. */
@Hidden
@RestController
class LoginPage {

  private final String login = read("pages/login.html");

  private static String read(String name) {
    try {
      return new ClassPathResource(name).getContentAsString(StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException(name + " is not in the jar", e);
    }
  }

  @GetMapping(path = "/login", produces = MediaType.TEXT_HTML_VALUE)
  String login(CsrfToken csrf, @RequestParam(required = false) String error) {
    return login
        .replace("{{csrf}}", HtmlUtils.htmlEscape(csrf.getToken()))
        .replace("{{error}}", error == null ? "hidden" : "");
  }
}
