package dev.workflow.examples.host.console;

import dev.workflow.examples.host.HostTest;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;

/** Journeys through the console in a real browser; none where no browser is installed. */
@HostTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(BrowserResolver.class)
abstract class Journeys {

  /** What somebody does in the browser. */
  interface Journey {
    void go(Browser browser) throws Exception;
  }

  @Autowired private ApplicationContext host;
  @LocalServerPort private int port;

  /** A tenant of this class. */
  protected House house;

  /** All journeys by what they show. */
  abstract Map<String, Journey> all();

  @TestFactory
  Stream<DynamicTest> journeys(Optional<Browser> browser) {
    return browser.stream()
        .flatMap(
            open -> {
              house = House.make(host, "http://127.0.0.1:" + port, getClass().getSimpleName());
              return all().entrySet().stream()
                  .map(
                      one ->
                          DynamicTest.dynamicTest(
                              one.getKey(), () -> open.go(one.getKey(), one.getValue())));
            });
  }
}
