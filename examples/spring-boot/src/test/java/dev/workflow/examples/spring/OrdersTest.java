package dev.workflow.examples.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.workflow.testkit.WorkflowTestKit;
import dev.workflow.testkit.spring.AutoConfigureWorkflowTestKit;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

/**
 * The shop on virtual time. JPA is on the class path of the tests, so its transactions are those of
 * JPA.
 */
// snippet: kit
@SpringBootTest(properties = "spring.datasource.url=jdbc:h2:mem:orders;DB_CLOSE_DELAY=-1")
@AutoConfigureWorkflowTestKit
class OrdersTest {

  @Autowired private Orders orders;
  @Autowired private WorkflowTestKit kit;

  @Test
  void an_order_is_reserved_and_reminded_of_after_three_days() {
    orders.place("o-1", 4);
    kit.run();
    assertThat(orders.reserved("o-1")).isEqualTo(4);
    assertThat(orders.reminders("o-1")).isZero();
    kit.advance(Duration.ofDays(3));
    assertThat(orders.reminders("o-1")).isEqualTo(1);
  }

  // end

  @Test
  void who_has_paid_is_not_reminded() {
    orders.place("o-2", 1);
    kit.run();
    orders.pay("o-2");
    kit.advance(Duration.ofDays(9));
    assertThat(orders.reminders("o-2")).isZero();
  }

  @Test
  void an_order_that_is_refused_starts_nothing() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> orders.place("o-3", 0))
        .withMessage("order o-3 has no pieces");
    kit.advance(Duration.ofDays(9));
    assertThat(orders.exists("o-3")).isFalse();
    assertThat(orders.reserved("o-3")).isZero();
    assertThat(orders.reminders("o-3")).isZero();
  }
}
