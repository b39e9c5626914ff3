package dev.workflow.channels.whatsapp;

import java.net.URI;
import java.util.Objects;

/**
 * One WhatsApp number. Number and token are needed; the rest has defaults:
 *
 * <ul>
 *   <li>{@code baseUrl} {@code https://graph.facebook.com}
 *   <li>{@code version} {@code v23.0} of the Graph API
 *   <li>{@code language} {@code en_US}: of templates where a message names none
 * </ul>
 *
 * <p>{@link #toString()} leaves the token out. Immutable and thread-safe.
 *
 * @param phoneNumberId Meta's id of the number that messages come from
 * @param accessToken of a system user who may send messages
 */
public record WhatsAppSettings(
    URI baseUrl, String version, String phoneNumberId, String accessToken, String language) {

  public WhatsAppSettings {
    Objects.requireNonNull(baseUrl, "baseUrl");
    if (!phoneNumberId.matches("[0-9]+") || accessToken.isBlank() || !version.matches("v[0-9.]+")) {
      throw new IllegalArgumentException(
          "WhatsApp needs the id of a number, digits only, an access token, and a version such as"
              + " v23.0");
    }
  }

  public static WhatsAppSettings of(String phoneNumberId, String accessToken) {
    return new WhatsAppSettings(
        URI.create("https://graph.facebook.com"), "v23.0", phoneNumberId, accessToken, "en_US");
  }

  public WhatsAppSettings withBaseUrl(URI value) {
    return new WhatsAppSettings(value, version, phoneNumberId, accessToken, language);
  }

  public WhatsAppSettings withVersion(String value) {
    return new WhatsAppSettings(baseUrl, value, phoneNumberId, accessToken, language);
  }

  public WhatsAppSettings withLanguage(String value) {
    return new WhatsAppSettings(baseUrl, version, phoneNumberId, accessToken, value);
  }

  URI messages() {
    String base = baseUrl.toString();
    String end = base.endsWith("/") ? "" : "/";
    return URI.create(base + end + version + "/" + phoneNumberId + "/messages");
  }

  @Override
  public String toString() {
    return "WhatsAppSettings[" + messages() + "]";
  }
}
