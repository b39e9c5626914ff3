package dev.workflow.examples.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.workflow.jdbi.spring.WorkflowEndpoint;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.ApplicationContext;

/** What Actuator shows of the shop. */
@SpringBootTest(
    properties = {
      "spring.datasource.url=jdbc:h2:mem:actuator;DB_CLOSE_DELAY=-1",
      "management.defaults.metrics.export.enabled=true",
      "management.endpoints.jmx.exposure.include=health,workflow",
      "spring.jmx.enabled=true"
    })
class ActuatorTest {

  @Autowired private ApplicationContext context;

  @Test
  void there_is_a_health_indicator_and_an_endpoint() {
    assertThat(context.containsBean("workflowHealthIndicator")).isTrue();
    WorkflowEndpoint.Node node = context.getBean(WorkflowEndpoint.class).node();
    assertThat(node.started()).isTrue();
    assertThat(node.handlers()).containsExactly("remind_to_pay", "reserve_stock");
  }

  @Test
  void a_step_that_ended_is_in_the_meters() {
    context.getBean(Orders.class).place("o-1", 2);
    MeterRegistry meters = context.getBean(MeterRegistry.class);
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () -> {
              Timer timer =
                  meters.find("workflow.step.cycle").tag("action", "reserve_stock").timer();
              assertThat(timer).isNotNull();
              assertThat(timer.count()).isEqualTo(1);
            });
  }
}
