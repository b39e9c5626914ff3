package dev.workflow.examples.host.console;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Component;

/**
 * The one HTML page of the console. Its import map is the only inline script, and the policy names
 * it by its hash: browsers take no import map from an address.
 */
@Component
public class ConsolePage {

  private static final Pattern INLINE =
      Pattern.compile("<script type=\"importmap\">(.*?)</script>", Pattern.DOTALL);

  private final String html;
  private final String hash;

  ConsolePage() throws IOException, NoSuchAlgorithmException {
    this.html =
        new ClassPathResource("pages/console.html").getContentAsString(StandardCharsets.UTF_8);
    Matcher inline = INLINE.matcher(html);
    if (!inline.find()) {
      throw new IllegalStateException("pages/console.html has no import map");
    }
    byte[] digest =
        MessageDigest.getInstance("SHA-256")
            .digest(inline.group(1).getBytes(StandardCharsets.UTF_8));
    this.hash = "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
  }

  String html() {
    return html;
  }

  /** The source of scripts for a Content-Security-Policy. */
  public String scriptHash() {
    return hash;
  }
}
