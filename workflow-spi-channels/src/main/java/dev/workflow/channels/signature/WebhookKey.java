package dev.workflow.channels.signature;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/**
 * A key of Standard Webhooks: {@code whsec_} a shared secret (HMAC-SHA256), {@code whsk_} a private
 * and {@code whpk_} a public key (Ed25519). {@link #toString()} tells the kind only.
 *
 * <p>Immutable and thread-safe.
 */
public final class WebhookKey {

  private enum Kind {
    SECRET("whsec_", "v1"),
    PRIVATE("whsk_", "v1a"),
    PUBLIC("whpk_", "v1a");

    final String prefix;
    final String version;

    Kind(String prefix, String version) {
      this.prefix = prefix;
      this.version = version;
    }
  }

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int GENERATED = 32;
  private static final int SHORTEST = 24;
  private static final int LONGEST = 64;
  private static final int ED25519 = 32;

  /** What is before the 32 bytes of a key in PKCS #8 and in X.509. */
  private static final byte[] PKCS8 = HexFormat.of().parseHex("302e020100300506032b657004220420");

  private static final byte[] X509 = HexFormat.of().parseHex("302a300506032b6570032100");

  private final Kind kind;
  private final byte[] bytes;

  private WebhookKey(Kind kind, byte[] bytes) {
    this.kind = kind;
    this.bytes = bytes;
  }

  /**
   * Reads a key as it is shown to people. One without a prefix is a shared secret.
   *
   * @throws IllegalArgumentException if it is not base64, or of the wrong length: 24 to 64 bytes
   *     for a shared secret, 32 for a public key, 32 or 64 (with the public key behind it) for a
   *     private one
   */
  public static WebhookKey parse(String text) {
    Kind kind = Kind.SECRET;
    String encoded = text.strip();
    for (Kind each : Kind.values()) {
      if (encoded.startsWith(each.prefix)) {
        kind = each;
        encoded = encoded.substring(each.prefix.length());
        break;
      }
    }
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(encoded);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "a webhook key is base64 behind " + kind.prefix + "; this one is not");
    }
    return new WebhookKey(kind, checked(kind, bytes));
  }

  private static byte[] checked(Kind kind, byte[] bytes) {
    int length = bytes.length;
    boolean fits =
        switch (kind) {
          case SECRET -> length >= SHORTEST && length <= LONGEST;
          case PRIVATE -> length == ED25519 || length == 2 * ED25519;
          case PUBLIC -> length == ED25519;
        };
    if (!fits) {
      String expected =
          switch (kind) {
            case SECRET -> "24 to 64 bytes";
            case PRIVATE -> "32 or 64 bytes";
            case PUBLIC -> "32 bytes";
          };
      throw new IllegalArgumentException(
          "a webhook key " + kind.prefix + "… has " + expected + ", this one has " + length);
    }
    return kind == Kind.PRIVATE ? Arrays.copyOf(bytes, ED25519) : bytes;
  }

  /** A new shared secret of 32 random bytes. */
  public static WebhookKey generate() {
    byte[] bytes = new byte[GENERATED];
    RANDOM.nextBytes(bytes);
    return new WebhookKey(Kind.SECRET, bytes);
  }

  /**
   * The key as it is shown to people and read by {@link #parse}: for the one who is to keep it, not
   * for logs.
   */
  public String text() {
    return kind.prefix + Base64.getEncoder().encodeToString(bytes);
  }

  /** Whether requests can be signed with it; a public key only verifies. */
  public boolean signs() {
    return kind != Kind.PUBLIC;
  }

  /** Whether signatures can be verified with it; a private key only signs. */
  public boolean verifies() {
    return kind != Kind.PRIVATE;
  }

  /** {@code v1} or {@code v1a}: what is before the comma of a signature. */
  String version() {
    return kind.version;
  }

  byte[] sign(byte[] start, byte[] body) {
    if (kind == Kind.SECRET) {
      return SecretKeys.hmacSha256(bytes, start, body);
    }
    try {
      Signature signature = Signature.getInstance("Ed25519");
      signature.initSign(
          KeyFactory.getInstance("Ed25519")
              .generatePrivate(new PKCS8EncodedKeySpec(joined(PKCS8, bytes))));
      signature.update(start);
      signature.update(body);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Ed25519 cannot sign with this key", e);
    }
  }

  boolean verify(byte[] start, byte[] body, byte[] given) {
    if (kind == Kind.SECRET) {
      return MessageDigest.isEqual(sign(start, body), given);
    }
    try {
      Signature signature = Signature.getInstance("Ed25519");
      signature.initVerify(
          KeyFactory.getInstance("Ed25519")
              .generatePublic(new X509EncodedKeySpec(joined(X509, bytes))));
      signature.update(start);
      signature.update(body);
      return signature.verify(given);
    } catch (GeneralSecurityException e) {
      return false; // a signature that is no point of the curve, or has another length
    }
  }

  private static byte[] joined(byte[] start, byte[] end) {
    byte[] all = Arrays.copyOf(start, start.length + end.length);
    System.arraycopy(end, 0, all, start.length, end.length);
    return all;
  }

  @Override
  public String toString() {
    return kind.prefix + "…";
  }
}
