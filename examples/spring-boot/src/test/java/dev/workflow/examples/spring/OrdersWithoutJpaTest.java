package dev.workflow.examples.spring;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.test.context.TestPropertySource;
import org.springframework.transaction.PlatformTransactionManager;

/** The shop with the transaction manager of a plain data source. */
@TestPropertySource(
    properties = {
      "spring.datasource.url=jdbc:h2:mem:plain;DB_CLOSE_DELAY=-1",
      "spring.data.jpa.repositories.enabled=false",
      "spring.autoconfigure.exclude="
          + "org.springframework.boot.autoconfigure.orm.jpa.HibernateJpaAutoConfiguration,"
          + "org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration"
    })
class OrdersWithoutJpaTest extends OrdersTest {

  @Test
  void its_transactions_are_those_of_the_data_source(
      @Autowired PlatformTransactionManager manager) {
    assertThat(manager).isInstanceOf(JdbcTransactionManager.class);
  }
}
