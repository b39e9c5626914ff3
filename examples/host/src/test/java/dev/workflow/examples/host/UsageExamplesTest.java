package dev.workflow.examples.host;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;

/** On H2. The names of the examples are fixed, and other tests use them, too. */
@HostTest
@TestPropertySource(properties = "spring.datasource.url=jdbc:h2:mem:usage;DB_CLOSE_DELAY=-1")
class UsageExamplesTest extends UsageExamples {

  @Autowired private Client client;

  @Override
  Client client() {
    return client.as("user-456");
  }
}
