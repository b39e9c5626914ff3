package dev.workflow.examples.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.workflow.WorkflowEngine;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** The shop as a program that is stopped and started again. */
class RestartTest {

  private static ConfigurableApplicationContext start(Path folder, String... arguments) {
    SpringApplication application = new SpringApplication(OrdersApplication.class);
    String[] all = java.util.Arrays.copyOf(arguments, arguments.length + 1);
    all[arguments.length] = "--spring.datasource.url=jdbc:h2:file:" + folder.resolve("orders");
    return application.run(all);
  }

  @Test
  void what_was_placed_before_the_stop_is_done_after_the_start(@TempDir Path folder) {
    try (ConfigurableApplicationContext first = start(folder, "--workflow.autostart=false")) {
      first.getBean(Orders.class).place("o-1", 2);
      assertThat(first.getBean(Orders.class).reserved("o-1")).isZero();
    }
    try (ConfigurableApplicationContext second = start(folder)) {
      Orders orders = second.getBean(Orders.class);
      await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(() -> assertThat(orders.reserved("o-1")).isEqualTo(2));
    }
    try (ConfigurableApplicationContext third = start(folder)) {
      assertThat(third.getBean(Orders.class).reserved("o-1")).isEqualTo(2);
      assertThat(
              third
                  .getBean(WorkflowEngine.class)
                  .definitions()
                  .get(OrdersApplication.SHOP, "order")
                  .ref()
                  .version())
          .as("the document did not change, so its version did not")
          .isEqualTo(1);
    }
  }
}
