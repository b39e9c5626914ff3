package dev.workflow.examples.host.console;

import io.swagger.v3.oas.annotations.Hidden;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Every address of the console is the same page: what it shows is decided in the browser. */
@Hidden
@RestController
public class ConsoleController {

  private final ConsolePage page;

  ConsoleController(ConsolePage page) {
    this.page = page;
  }

  @GetMapping(
      path = {
        "/",
        "/overview",
        "/inbox",
        "/inbox/**",
        "/substitutes",
        "/calendar",
        "/matters",
        "/matters/**",
        "/instances",
        "/instances/**",
        "/events",
        "/events/**",
        "/messages",
        "/messages/**",
        "/schedules",
        "/schedules/**",
        "/workflows",
        "/workflows/**",
        "/statistics",
        "/statistics/**",
        "/settings",
        "/settings/**",
        "/design"
      },
      produces = MediaType.TEXT_HTML_VALUE)
  ResponseEntity<String> page() {
    return ResponseEntity.ok().cacheControl(CacheControl.noCache()).body(page.html());
  }
}
