package dev.workflow.channels.internal;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Numbers in the form of E.164, with the usual signs between the digits left out. */
public final class PhoneNumbers {

  private static final Pattern BETWEEN = Pattern.compile("[ ()./\\u00a0-]");
  private static final Pattern E164 = Pattern.compile("\\+[1-9][0-9]{6,14}");

  private PhoneNumbers() {}

  /** {@code +31612345678}, or null if it is no number with a country code. */
  public static @Nullable String e164(String text) {
    String number = BETWEEN.matcher(text.strip()).replaceAll("");
    return E164.matcher(number).matches() ? number : null;
  }
}
