package dev.workflow.examples.host;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Import;

/**
 * A test of the host by HTTP: inject a {@link Client}. All such tests share one host with the demo
 * tenants, on H2 in memory; each takes names of its own.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = {
      "spring.datasource.url=jdbc:h2:mem:host;DB_CLOSE_DELAY=-1",
      "demo.token=" + Client.TOKEN,
      "demo.password=" + Client.PASSWORD
    })
@Import(Client.Beans.class)
public @interface HostTest {}
