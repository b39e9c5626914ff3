package dev.workflow.message;

import dev.workflow.spi.AddressFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The formats that come with the engine: what no address can do without, and no more. */
final class PlainFormats {

  static final List<AddressFormat> ALL = List.of(new Email(), new Phone());

  private PlainFormats() {}

  /** {@code ann@example.com} or {@code Ann <ann@example.com>}. */
  private static final class Email implements AddressFormat {

    private static final Pattern ADDRESS = Pattern.compile("[^@\\s<>,;]++@[^@\\s<>,;]++");
    private static final int LONGEST = 320;

    @Override
    public Set<String> channels() {
      return Set.of("email");
    }

    @Override
    public Result parse(String raw, @Nullable String region) {
      int open = raw.lastIndexOf('<');
      boolean named = open >= 0 && raw.endsWith(">") && raw.indexOf('<') == open;
      String bare = named ? raw.substring(open + 1, raw.length() - 1) : raw;
      if (bare.length() > LONGEST || !ADDRESS.matcher(bare).matches() || hasSigns(raw, open)) {
        return AddressFormat.invalid("is not an e-mail address such as ann@example.com");
      }
      return new Result.Valid(bare.toLowerCase(Locale.ROOT), raw);
    }

    private static boolean hasSigns(String raw, int open) {
      return open > 0 && raw.substring(0, open).matches(".*[<>@].*");
    }
  }

  /** Digits, with or without a plus, and what people put between them. */
  private static final class Phone implements AddressFormat {

    private static final Pattern BETWEEN = Pattern.compile("[\\s().\\-/]");
    private static final Pattern NUMBER = Pattern.compile("\\+?[0-9]{3,20}");

    @Override
    public Set<String> channels() {
      return Set.of("sms", "whatsapp");
    }

    @Override
    public Result parse(String raw, @Nullable String region) {
      String digits = BETWEEN.matcher(raw).replaceAll("");
      return NUMBER.matcher(digits).matches()
          ? AddressFormat.valid(digits)
          : AddressFormat.invalid("is not a phone number such as +31612345678");
    }
  }
}
