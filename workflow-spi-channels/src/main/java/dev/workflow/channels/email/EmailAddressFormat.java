package dev.workflow.channels.email;

import dev.workflow.messaging.ChannelAddress;
import dev.workflow.spi.AddressFormat;
import dev.workflow.spi.Channels;
import jakarta.mail.internet.InternetAddress;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * E-mail addresses for {@code email} in any legal spelling of {@link
 * dev.workflow.messaging.EmailAddress} that can be sent to: one address, no line breaks, the domain
 * in lower case and in ASCII ({@code straße.example} becomes {@code xn--strae-oqa.example}).
 * Addresses that differ in case alone are one.
 *
 * <p>Found through {@code META-INF/services}. Thread-safe.
 */
public final class EmailAddressFormat implements AddressFormat {

  @Override
  public Set<String> channels() {
    return Set.of(Channels.EMAIL);
  }

  @Override
  public Result parse(String raw, @Nullable String region) {
    try {
      InternetAddress address = Addresses.one(raw);
      String normal = ChannelAddress.normal(Channels.EMAIL, address.getAddress());
      return new Result.Valid(
          normal, address.getPersonal() == null ? address.getAddress() : address.toUnicodeString());
    } catch (UnsendableException e) {
      return AddressFormat.invalid("is not an e-mail address such as ann@example.com");
    }
  }
}
