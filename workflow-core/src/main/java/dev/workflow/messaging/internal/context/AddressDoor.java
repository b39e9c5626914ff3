package dev.workflow.messaging.internal.context;

import dev.workflow.InvalidInputException;
import dev.workflow.NotFoundException;
import dev.workflow.Problem;
import dev.workflow.TenantId;
import dev.workflow.internal.engine.EngineContext;
import dev.workflow.internal.engine.StoredText;
import dev.workflow.internal.log.Log;
import dev.workflow.messaging.ChannelAddress;
import dev.workflow.messaging.internal.content.MessageStepContext;
import dev.workflow.messaging.internal.recipient.AddressFormats;
import dev.workflow.spi.AddressFormat.Result;
import dev.workflow.spi.Channels;
import dev.workflow.spi.store.MessageRow;
import dev.workflow.spi.store.SuppressionRows.AddressKey;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The one door by which addresses come in, whoever writes them: people, providers, other systems.
 * What is known of an address, and the messages to it, stand under one key, in whichever spelling
 * and with whichever tenant's country it was written. Thread-safe.
 */
public final class AddressDoor {

  private static final Log log = Log.of(AddressDoor.class);

  private static final int LONGEST = 1_000;
  private static final int SHOWN = 200;
  private static final Pattern E164 = Pattern.compile("\\+[1-9][0-9]{6,14}");

  private final EngineContext engine;
  private final MessageStepContext steps;

  AddressDoor(EngineContext engine, MessageStepContext steps) {
    this.engine = engine;
    this.steps = steps;
  }

  /**
   * The key of an address that somebody names.
   *
   * @throws InvalidInputException if the channel has no such address
   */
  public AddressKey required(TenantId tenant, ChannelAddress address) {
    Result result = formats().named(address, region(tenant));
    return key(tenant, address.channel(), valid(result, address.address()));
  }

  /** The keys under which something may stand: the one it has, and the one it was kept with. */
  public List<AddressKey> possible(TenantId tenant, ChannelAddress address) {
    Set<AddressKey> keys = new LinkedHashSet<>();
    Result result = formats().named(address, region(tenant));
    if (result instanceof Result.Valid valid) {
      keys.add(key(tenant, address.channel(), valid));
    }
    keys.add(new AddressKey(tenant, address.channel(), address.address()));
    return List.copyOf(keys);
  }

  /**
   * Where a message is to go instead, as its sender is handed it.
   *
   * @throws InvalidInputException if the channel has no such address
   */
  public String recipient(TenantId tenant, String channel, String written) {
    return valid(formats().parse(channel, written, region(tenant)), written).recipient();
  }

  /** The same of a handler's message; what cannot be read is left to the sender. */
  public String recipient(Locale tenant, String channel, String written) {
    boolean read =
        formats().has(channel)
            && !channel.equals(Channels.EMAIL)
            && !E164.matcher(written).matches();
    return read && formats().parse(channel, written, region(tenant)) instanceof Result.Valid valid
        ? valid.recipient()
        : written;
  }

  /** The key of the address that a message goes to. */
  public AddressKey of(MessageRow row) {
    return of(row.tenant(), row.channel(), row.recipient().address());
  }

  /**
   * The key of an address that is in a message; any text has one. Asks the host only about what has
   * no form of its own, and does without if it fails.
   */
  public AddressKey of(TenantId tenant, String channel, String address) {
    String normal = ChannelAddress.normal(channel, address);
    if (needsReading(channel, normal)) {
      try {
        if (formats().parse(channel, address, region(tenant)) instanceof Result.Valid valid) {
          return key(tenant, channel, valid);
        }
      } catch (RuntimeException | LinkageError | StackOverflowError e) {
        log.warn("An address of channel {} of tenant {} could not be read", channel, tenant, e);
      }
    }
    return new AddressKey(tenant, channel, normal);
  }

  /** E-mail addresses, and numbers with a country code, have one form without a tenant. */
  private boolean needsReading(String channel, String normal) {
    return formats().has(channel) && !channel.equals(Channels.EMAIL) && !normal.startsWith("+");
  }

  /** The key of an address that a provider names as somebody's own; empty: it is none. */
  public Optional<AddressKey> sender(TenantId tenant, String channel, String from) {
    return formats().sender(channel, from, region(tenant)) instanceof Result.Valid valid
        ? Optional.of(key(tenant, channel, valid))
        : Optional.empty();
  }

  private AddressFormats formats() {
    return steps.formats();
  }

  private @Nullable String region(TenantId tenant) {
    try {
      return region(engine.tenant(tenant).locale());
    } catch (NotFoundException e) {
      return region(Locale.ROOT);
    }
  }

  private @Nullable String region(Locale tenant) {
    return AddressFormats.region(tenant, steps.settings().region());
  }

  private static Result.Valid valid(Result result, String written) {
    if (result instanceof Result.Valid valid && valid.recipient().length() <= LONGEST) {
      return valid;
    }
    String reason =
        result instanceof Result.Invalid invalid ? invalid.reason() : "is too long for an address";
    throw new InvalidInputException(
        "The address", List.of(new Problem("", "\"" + shown(written) + "\" " + reason)));
  }

  private static String shown(String written) {
    return StoredText.cut(written.replaceAll("\\p{Cntrl}", " "), SHOWN);
  }

  private static AddressKey key(TenantId tenant, String channel, Result.Valid valid) {
    return new AddressKey(tenant, channel, ChannelAddress.normal(channel, valid.address()));
  }
}
