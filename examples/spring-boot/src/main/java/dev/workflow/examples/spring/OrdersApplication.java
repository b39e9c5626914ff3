package dev.workflow.examples.spring;

import dev.workflow.TenantId;
import dev.workflow.WorkflowEngine;
import dev.workflow.definition.WorkflowDefinition;
import java.nio.charset.StandardCharsets;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.core.io.Resource;

/** A shop that reserves what was ordered, and reminds of what was not paid. */
@SpringBootApplication
public class OrdersApplication {

  /** The one tenant of this application. */
  static final TenantId SHOP = TenantId.of("shop");

  public static void main(String[] arguments) {
    SpringApplication.run(OrdersApplication.class, arguments);
  }

  /** Publishes the workflow at every start; a new version only when it was changed. */
  // snippet: publish
  @Bean
  ApplicationRunner workflows(
      WorkflowEngine engine, @Value("classpath:order.json") Resource document) {
    return arguments ->
        engine
            .definitions()
            .publishIfChanged(
                SHOP,
                WorkflowDefinition.parse(document.getContentAsString(StandardCharsets.UTF_8)));
  }
  // end
}
