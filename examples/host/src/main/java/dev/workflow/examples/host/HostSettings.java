package dev.workflow.examples.host;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The {@code host.*} properties.
 *
 * @param limits how much is accepted
 * @param webhooks where {@code call_webhook} may go
 */
@ConfigurationProperties("host")
public record HostSettings(@DefaultValue Limits limits, @DefaultValue Webhooks webhooks) {

  /**
   * Where {@code call_webhook} may go besides the public internet by https.
   *
   * @param plainHttp whether by http too
   * @param ports 443 alone by default
   * @param networks such as {@code 10.1.0.0/16}
   */
  public record Webhooks(
      @DefaultValue("false") boolean plainHttp,
      @DefaultValue List<Integer> ports,
      @DefaultValue List<String> networks) {}

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
