package dev.workflow.spi;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The format of the addresses of some channels. Found through {@code
 * META-INF/services/dev.workflow.spi.AddressFormat} or registered on the engine's builder, which
 * takes precedence over a discovered one for the same channel. Without one e-mail addresses and
 * phone numbers get a plain check, and addresses of other channels are taken as they are.
 *
 * <p>Called on the engine's threads, once for every recipient of a message step: quick, and
 * thread-safe. An exception fails the attempt, which is tried again.
 */
public interface AddressFormat {

  /** The channels, such as {@code sms} and {@code whatsapp}. */
  Set<String> channels();

  /**
   * Reads an address that a person or another system wrote. It has no line breaks and no other
   * control characters, and is not blank.
   *
   * @param region the country that an address without one is in (ISO 3166, such as {@code NL}), if
   *     that is known
   */
  Result parse(String raw, @Nullable String region);

  /**
   * The same of the address that a provider names as that of who wrote to us. Differs where
   * providers leave something out that people do not, such as the plus before a country code.
   */
  default Result sender(String raw, @Nullable String region) {
    return parse(raw, region);
  }

  /** What was found. */
  sealed interface Result {

    /**
     * An address in the one form that all its spellings have.
     *
     * @param address the bare address: two recipients with the same one are one
     * @param recipient what the channel's sender is handed: the address, with a name before it
     *     where the channel has that
     */
    record Valid(String address, String recipient) implements Result {}

    /**
     * No address.
     *
     * @param reason for people, as the end of a sentence about it: {@code "is too short for a phone
     *     number"}
     */
    record Invalid(String reason) implements Result {}
  }

  static Result valid(String address) {
    return new Result.Valid(address, address);
  }

  static Result invalid(String reason) {
    return new Result.Invalid(reason);
  }
}
