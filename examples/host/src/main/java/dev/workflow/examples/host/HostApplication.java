package dev.workflow.examples.host;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** The example host: REST API, OpenAPI and demo data around one engine. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class HostApplication {

  public static void main(String[] arguments) {
    SpringApplication.run(HostApplication.class, arguments);
  }
}
