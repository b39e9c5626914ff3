package dev.workflow.examples.host;

import org.springframework.beans.factory.annotation.Autowired;

/** On H2. */
@HostTest
class UsageExamplesTest extends UsageExamples {

  @Autowired private Client client;

  @Override
  Client client() {
    return client.as("user-456");
  }
}
