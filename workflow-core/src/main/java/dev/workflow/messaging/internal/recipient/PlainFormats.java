package dev.workflow.messaging.internal.recipient;

import dev.workflow.messaging.EmailAddress;
import dev.workflow.spi.AddressFormat;
import dev.workflow.spi.Channels;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The formats that come with the engine: what no address can do without, and no more. */
final class PlainFormats {

  static final List<AddressFormat> ALL = List.of(new Email(), new Phone());

  private PlainFormats() {}

  /** {@code ann@example.com} or {@code Ann <ann@example.com>}. */
  private static final class Email implements AddressFormat {

    private static final Pattern UNUSUAL = Pattern.compile("[\"():;,]|<.*@.*@|\\s[.@]|[.@]\\s");
    private static final int LONGEST = 320;

    @Override
    public Set<String> channels() {
      return Set.of(Channels.EMAIL);
    }

    @Override
    public Result parse(String raw, @Nullable String region) {
      EmailAddress address = EmailAddress.read(raw).orElse(null);
      return address == null || address.address().length() > LONGEST
          ? AddressFormat.invalid("is not an e-mail address such as ann@example.com")
          : new Result.Valid(
              address.normal(), UNUSUAL.matcher(raw).find() ? address.toString() : raw);
    }
  }

  /**
   * Digits, and what people put between them. Ten and more that begin with no zero are a number
   * with its country code, whose plus was left out.
   */
  private static final class Phone implements AddressFormat {

    private static final Pattern BETWEEN = Pattern.compile("[\\s().\\-/]");
    private static final Pattern ABROAD = Pattern.compile("[1-9][0-9]{9,14}");
    private static final Pattern NUMBER = Pattern.compile("\\+?[0-9]{3,20}");

    @Override
    public Set<String> channels() {
      return Set.copyOf(Channels.BY_PHONE);
    }

    @Override
    public Result parse(String raw, @Nullable String region) {
      String digits = BETWEEN.matcher(raw).replaceAll("");
      return NUMBER.matcher(digits).matches()
          ? AddressFormat.valid(ABROAD.matcher(digits).matches() ? "+" + digits : digits)
          : AddressFormat.invalid("is not a phone number such as +31612345678");
    }
  }
}
