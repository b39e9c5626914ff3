package dev.workflow.message;

import dev.workflow.WorkflowException;
import dev.workflow.spi.AddressFormat;
import dev.workflow.spi.AddressFormat.Result;
import java.util.Collection;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeMap;
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

  /** Reads an address, whatever it holds; never blank and always on one line if it is valid. */
  Result parse(String channel, String raw, @Nullable String region) {
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
    return format == null ? AddressFormat.valid(raw.strip()) : format.parse(raw.strip(), region);
  }

  private static boolean unfit(int codePoint) {
    return Character.isISOControl(codePoint) || Character.getType(codePoint) == Character.SURROGATE;
  }

  /** The country that numbers of a tenant are in. */
  static @Nullable String region(Locale tenant, @Nullable String otherwise) {
    return tenant.getCountry().isEmpty() ? otherwise : tenant.getCountry();
  }
}
