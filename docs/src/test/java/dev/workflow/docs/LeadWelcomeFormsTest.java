package dev.workflow.docs;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LeadWelcomeFormsTest {

  @Test
  void the_builder_says_the_same_as_the_document() {
    assertThat(LeadWelcome.built().toJson()).isEqualTo(LeadWelcome.parsed().toJson());
  }
}
