package dev.workflow.channels.signature;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The keys of one sender, the newest first: several while a key is being changed. Immutable. */
final class SecretKeys {

  private final List<byte[]> keys;

  private SecretKeys(List<byte[]> keys) {
    this.keys = keys;
  }

  /** Keys that are used as the UTF-8 bytes of their text. */
  static SecretKeys ofTexts(String what, String first, String... more) {
    List<byte[]> keys = new ArrayList<>();
    keys.add(bytes(what, first));
    for (String one : more) {
      keys.add(bytes(what, one));
    }
    return new SecretKeys(keys);
  }

  private static byte[] bytes(String what, String text) {
    if (text.isBlank()) {
      throw new IllegalArgumentException(
          what + " must not be empty: with an empty key anybody can sign");
    }
    return text.getBytes(StandardCharsets.UTF_8);
  }

  int size() {
    return keys.size();
  }

  /**
   * The first key with which one of the given signatures was made, or -1. Compares every signature
   * with every key in constant time.
   */
  int matching(List<byte[]> signatures, Function<byte[], byte[]> sign) {
    int found = -1;
    for (int i = keys.size() - 1; i >= 0; i--) {
      byte[] expected = sign.apply(keys.get(i));
      for (byte[] signature : signatures) {
        if (MessageDigest.isEqual(expected, signature)) {
          found = i;
        }
      }
    }
    return found;
  }

  static byte[] hmac(String algorithm, byte[] key, byte[]... parts) {
    try {
      Mac mac = Mac.getInstance(algorithm);
      mac.init(new SecretKeySpec(key, algorithm));
      for (byte[] part : parts) {
        mac.update(part);
      }
      return mac.doFinal();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java runtime has no " + algorithm, e);
    }
  }

  static byte[] hmacSha256(byte[] key, byte[]... parts) {
    return hmac("HmacSHA256", key, parts);
  }
}
