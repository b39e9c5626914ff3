package dev.workflow.channels.sms;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An account that sends text messages. Account, credentials and a sender are needed; the rest has
 * defaults:
 *
 * <ul>
 *   <li>{@code baseUrl} {@code https://api.twilio.com}
 *   <li>{@code statusCallback} null: nothing is reported back. The outbox id is added to its query
 *       as {@code message}
 *   <li>{@code maxLength} 1600 characters, which is what the API takes
 * </ul>
 *
 * <p>{@link #toString()} leaves the credentials out. Immutable and thread-safe.
 *
 * @param user the account's id with its auth token as the password, or an API key with its secret
 * @param from a number or name that messages come from, or the id of a messaging service, which
 *     begins with {@code MG}
 */
public record SmsSettings(
    URI baseUrl,
    String accountSid,
    String user,
    String password,
    String from,
    @Nullable URI statusCallback,
    int maxLength) {

  public SmsSettings {
    Objects.requireNonNull(baseUrl, "baseUrl");
    boolean complete =
        accountSid.matches("[A-Za-z0-9]+")
            && !user.isBlank()
            && user.indexOf(':') < 0
            && !password.isBlank()
            && !from.isBlank();
    if (!complete || maxLength < 1) {
      throw new IllegalArgumentException(
          "text messages need an account id, a user, a password, a sender and a positive length");
    }
  }

  /** With the account's auth token. */
  public static SmsSettings of(String accountSid, String authToken, String from) {
    return new SmsSettings(
        URI.create("https://api.twilio.com"), accountSid, accountSid, authToken, from, null, 1600);
  }

  public SmsSettings withBaseUrl(URI value) {
    return new SmsSettings(value, accountSid, user, password, from, statusCallback, maxLength);
  }

  /** With an API key in place of the auth token. */
  public SmsSettings withApiKey(String key, String secret) {
    return new SmsSettings(baseUrl, accountSid, key, secret, from, statusCallback, maxLength);
  }

  public SmsSettings withStatusCallback(URI value) {
    return new SmsSettings(baseUrl, accountSid, user, password, from, value, maxLength);
  }

  public SmsSettings withMaxLength(int value) {
    return new SmsSettings(baseUrl, accountSid, user, password, from, statusCallback, value);
  }

  URI messages() {
    String base = baseUrl.toString();
    String end = base.endsWith("/") ? "" : "/";
    return URI.create(base + end + "2010-04-01/Accounts/" + accountSid + "/Messages.json");
  }

  String authorization() {
    byte[] login = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(login);
  }

  @Override
  public String toString() {
    return "SmsSettings[" + messages() + "]";
  }
}
