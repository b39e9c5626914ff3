package dev.workflow.messaging.internal.recipient;

import dev.workflow.WorkflowException;
import dev.workflow.messaging.ChannelAddress;
import dev.workflow.spi.AddressFormat;
import dev.workflow.spi.AddressFormat.Result;
import dev.workflow.spi.Channels;
import java.util.Collection;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The formats of an engine by channel: those the host registered, those found through {@code
 * META-INF/services}, and the plain ones. A registered one wins over a found one, a found one over
 * a plain one; two of one kind for one channel are refused. Immutable and thread-safe.
 */
public final class AddressFormats {

  private static final int LONGEST = 1_000;

  private final Map<String, AddressFormat> byChannel;

  private AddressFormats(Map<String, AddressFormat> byChannel) {
    this.byChannel = Collections.unmodifiableMap(byChannel);
  }

  /**
   * @throws WorkflowException if two formats serve one channel, or one that was found cannot be
   *     loaded
   */
  public static AddressFormats of(Collection<? extends AddressFormat> registered) {
    Map<String, AddressFormat> all = unique(PlainFormats.ALL, "built in");
    all.putAll(found());
    all.putAll(unique(registered, "registered"));
    return new AddressFormats(all);
  }

  private static Map<String, AddressFormat> found() {
    try {
      return unique(ServiceLoader.load(AddressFormat.class), "found through META-INF/services");
    } catch (ServiceConfigurationError e) {
      throw new WorkflowException(
          "an AddressFormat named in META-INF/services cannot be loaded: " + e.getMessage(), e);
    }
  }

  private static Map<String, AddressFormat> unique(
      Iterable<? extends AddressFormat> formats, String how) {
    Map<String, AddressFormat> unique = new TreeMap<>();
    for (AddressFormat format : formats) {
      for (String channel : format.channels()) {
        AddressFormat other = unique.putIfAbsent(channel, format);
        if (other != null) {
          throw new WorkflowException(
              "two AddressFormats "
                  + how
                  + " serve the channel \""
                  + channel
                  + "\": "
                  + other.getClass().getName()
                  + " and "
                  + format.getClass().getName()
                  + "; remove one of them");
        }
      }
    }
    return unique;
  }

  /** Whether there is a format for a channel. */
  public boolean has(String channel) {
    return byChannel.containsKey(channel);
  }

  /** Reads an address, whatever it holds; never blank and always on one line if it is valid. */
  public Result parse(String channel, String raw, @Nullable String region) {
    return read(channel, raw, format -> format.parse(raw.strip(), region));
  }

  /** The same of the address that a provider names as that of who wrote. */
  public Result sender(String channel, String raw, @Nullable String region) {
    return read(channel, raw, format -> format.sender(raw.strip(), region));
  }

  /**
   * The same of a {@link ChannelAddress}: one of WhatsApp has got a plus, though it may have been
   * written without a country code.
   */
  public Result named(ChannelAddress address, @Nullable String region) {
    String text = address.address();
    return address.channel().equals(Channels.WHATSAPP) && text.startsWith("+")
        ? sender(Channels.WHATSAPP, text.substring(1), region)
        : parse(address.channel(), text, region);
  }

  private Result read(String channel, String raw, Function<AddressFormat, Result> reading) {
    if (raw.length() > LONGEST) {
      return AddressFormat.invalid(
          "has " + raw.length() + " characters; at most " + LONGEST + " are allowed");
    }
    if (raw.codePoints().anyMatch(AddressFormats::unfit)) {
      return AddressFormat.invalid("must not hold a line break or another control character");
    }
    if (raw.isBlank()) {
      return AddressFormat.invalid("must not be empty");
    }
    AddressFormat format = byChannel.get(channel);
    Result result = format == null ? AddressFormat.valid(raw.strip()) : asked(format, reading);
    if (result instanceof Result.Valid valid && fits(valid.address()) && fits(valid.recipient())) {
      return new Result.Valid(ChannelAddress.normal(channel, valid.address()), valid.recipient());
    }
    return result instanceof Result.Invalid
        ? result
        : AddressFormat.invalid(
            "cannot be read: the AddressFormat "
                + (format == null ? "" : format.getClass().getName())
                + " gives nothing that can be an address");
  }

  private static @Nullable Result asked(
      AddressFormat format, Function<AddressFormat, Result> reading) {
    try {
      return reading.apply(format);
    } catch (RuntimeException | LinkageError | StackOverflowError e) {
      throw new WorkflowException(
          "the AddressFormat " + format.getClass().getName() + " failed to read an address: " + e,
          e);
    }
  }

  /** Whether what a format of the host gives can be kept and sent to. */
  private static boolean fits(@Nullable String text) {
    return text != null
        && !text.isBlank()
        && text.length() <= LONGEST
        && text.codePoints().noneMatch(AddressFormats::unfit);
  }

  private static boolean unfit(int codePoint) {
    return Character.isISOControl(codePoint) || Character.getType(codePoint) == Character.SURROGATE;
  }

  /** The country that numbers of a tenant are in. */
  public static @Nullable String region(Locale tenant, @Nullable String otherwise) {
    return tenant.getCountry().isEmpty() ? otherwise : tenant.getCountry();
  }
}
