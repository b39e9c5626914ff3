package dev.workflow.examples.host;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The {@code host.*} properties.
 *
 * @param limits how much is accepted
 */
@ConfigurationProperties("host")
public record HostSettings(@DefaultValue Limits limits) {

  /**
   * How much is accepted.
   *
   * @param requestsPerSecond of one token, or of one person who is logged in, on one node
   * @param burst so many at once
   * @param body the largest body of a request that is not an upload
   */
  public record Limits(
      @DefaultValue("1000") int requestsPerSecond,
      @DefaultValue("2000") int burst,
      @DefaultValue("2MB") DataSize body) {}
}
