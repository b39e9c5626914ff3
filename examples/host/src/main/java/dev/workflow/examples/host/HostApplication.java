package dev.workflow.examples.host;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.FullyQualifiedAnnotationBeanNameGenerator;

/**
 * The example host: REST API, OpenAPI and demo data around one engine. Beans have the full names of
 * their classes, as several packages have a class of one name.
 */
@SpringBootApplication(nameGenerator = FullyQualifiedAnnotationBeanNameGenerator.class)
@ConfigurationPropertiesScan
public class HostApplication {

  public static void main(String[] arguments) {
    SpringApplication.run(HostApplication.class, arguments);
  }
}
