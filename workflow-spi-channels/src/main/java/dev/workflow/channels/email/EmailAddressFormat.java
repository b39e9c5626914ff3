package dev.workflow.channels.email;

import dev.workflow.spi.AddressFormat;
import jakarta.mail.internet.InternetAddress;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * E-mail addresses for {@code email}, as strictly as the mail that is sent to them is written
 * (addr-spec of RFC 5322, with or without a name): one address, no line breaks, the domain in lower
 * case and in ASCII ({@code müller.example} becomes {@code xn--mller-kva.example}). Addresses that
 * differ in case alone are one.
 *
 * <p>Found through {@code META-INF/services}. Thread-safe.
 */
public final class EmailAddressFormat implements AddressFormat {

  @Override
  public Set<String> channels() {
    return Set.of("email");
  }

  @Override
  public Result parse(String raw, @Nullable String region) {
    try {
      InternetAddress address = Addresses.one(raw);
      String given = address.getAddress();
      int at = given.lastIndexOf('@');
      String bare = given.substring(0, at) + given.substring(at).toLowerCase(Locale.ROOT);
      address.setAddress(bare);
      return new Result.Valid(bare.toLowerCase(Locale.ROOT), address.toUnicodeString());
    } catch (UnsendableException e) {
      return AddressFormat.invalid("is not an e-mail address such as ann@example.com");
    }
  }
}
