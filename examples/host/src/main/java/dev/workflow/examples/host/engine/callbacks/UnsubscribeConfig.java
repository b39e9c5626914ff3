package dev.workflow.examples.host.engine.callbacks;

import dev.workflow.examples.host.security.Tokens;
import dev.workflow.messaging.UnsubscribeLinks;
import java.net.URI;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;

/** The links to unsubscribe, signed with a key that all nodes share and that outlives restarts. */
@Configuration(proxyBeanMethods = false)
class UnsubscribeConfig {

  private static final String KEY = "unsubscribe";

  @Bean
  @DependsOnDatabaseInitialization
  UnsubscribeLinks unsubscribeLinks(
      JdbcTemplate jdbc, @Value("${host.public-url:https://127.0.0.1:8443}") URI publicUrl) {
    String page = publicUrl.toString().replaceAll("/+$", "") + "/unsubscribe";
    return UnsubscribeLinks.of(URI.create(page), key(jdbc));
  }

  /** Whichever node is first makes it. */
  private static String key(JdbcTemplate jdbc) {
    try {
      jdbc.update(
          "INSERT INTO host_secret (name, secret) SELECT ?, ?"
              + " WHERE NOT EXISTS (SELECT 1 FROM host_secret WHERE name = ?)",
          KEY,
          Tokens.newSecret(),
          KEY);
    } catch (DuplicateKeyException e) {
      // another node was first
    }
    String key =
        jdbc.queryForObject("SELECT secret FROM host_secret WHERE name = ?", String.class, KEY);
    if (key == null) {
      throw new IllegalStateException("the key of unsubscribe links is gone");
    }
    return key;
  }
}
