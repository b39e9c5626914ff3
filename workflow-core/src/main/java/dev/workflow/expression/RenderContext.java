package dev.workflow.expression;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What rendering needs besides the data: the time, the tenant's zone and locale, and the rules of
 * the place where the text goes.
 *
 * <p>Defaults: locale English, mode {@link RenderMode#STRICT}, {@link Escaping#NONE}, business days
 * Monday to Friday, no secrets (a secret is then an error), at most 1,048,576 characters of output
 * and 1,000,000 steps of work. One step is one expression, element or JSON value; long values and
 * business days cost more.
 *
 * <p>Immutable and thread-safe; every method gives a changed copy.
 */
public final class RenderContext {

  static final String MASK = "••••";

  private static final int DEFAULT_OUTPUT = 1 << 20;
  private static final int DEFAULT_STEPS = 1_000_000;
  private static final Secrets NO_SECRETS = new Secrets(false, null);
  private static final Secrets MASKED = new Secrets(true, null);

  record Calendar(Instant now, ZoneId zone, BusinessDays businessDays) {}

  record Secrets(boolean masked, @Nullable Function<String, @Nullable String> lookup) {}

  record Missing(RenderMode mode, @Nullable Consumer<String> listener) {}

  record Limits(int output, int steps) {}

  record Entry(Escaping escaping, boolean gathered) {}

  private final Calendar calendar;
  private final Locale locale;
  private final Missing missing;
  private final Entry entry;
  private final Secrets secrets;
  private final Limits limits;

  private RenderContext(
      Calendar calendar,
      Locale locale,
      Missing missing,
      Entry entry,
      Secrets secrets,
      Limits limits) {
    this.calendar = calendar;
    this.locale = locale;
    this.missing = missing;
    this.entry = entry;
    this.secrets = secrets;
    this.limits = limits;
  }

  /**
   * A context with the defaults, in which {@code now} is the present and {@code zone} the tenant's.
   */
  public static RenderContext of(Instant now, ZoneId zone) {
    Objects.requireNonNull(now, "now");
    Objects.requireNonNull(zone, "zone");
    return new RenderContext(
        new Calendar(now, zone, Defaults.WEEKDAYS),
        Locale.ENGLISH,
        new Missing(RenderMode.STRICT, null),
        new Entry(Escaping.NONE, false),
        NO_SECRETS,
        Defaults.LIMITS);
  }

  /** The language of month names, of the case filters and of decimal separators. */
  public RenderContext locale(Locale locale) {
    Objects.requireNonNull(locale, "locale");
    return new RenderContext(calendar, locale, missing, entry, secrets, limits);
  }

  /** What a missing value does. */
  public RenderContext mode(RenderMode mode) {
    Objects.requireNonNull(mode, "mode");
    Missing changed = new Missing(mode, missing.listener);
    return new RenderContext(calendar, locale, changed, entry, secrets, limits);
  }

  /**
   * Called with every expression without a value in {@link RenderMode#LENIENT}, as it is written
   * between its braces; called on the rendering thread.
   */
  public RenderContext missing(Consumer<String> listener) {
    Objects.requireNonNull(listener, "listener");
    Missing changed = new Missing(missing.mode, listener);
    return new RenderContext(calendar, locale, changed, entry, secrets, limits);
  }

  /** What happens to values on their way into the text. */
  public RenderContext escaping(Escaping escaping) {
    Objects.requireNonNull(escaping, "escaping");
    return new RenderContext(
        calendar, locale, missing, new Entry(escaping, entry.gathered), secrets, limits);
  }

  /**
   * Keeps the places of links to unsubscribe in values: for values that are texts of messages,
   * which hold none but those that their authors wrote.
   */
  public RenderContext gathered() {
    return new RenderContext(
        calendar, locale, missing, new Entry(entry.escaping, true), secrets, limits);
  }

  /** Which days {@code {{today+2b}}} counts. */
  public RenderContext businessDays(BusinessDays businessDays) {
    Objects.requireNonNull(businessDays, "businessDays");
    Calendar changed = new Calendar(calendar.now, calendar.zone, businessDays);
    return new RenderContext(changed, locale, missing, entry, secrets, limits);
  }

  /**
   * Where {@code {{secret.name}}} is looked up, by name, at the moment of use and on the rendering
   * thread; null for a name that is not known, which is then a missing value. What the lookup
   * throws reaches the caller of the rendering unchanged.
   */
  public RenderContext secrets(Function<String, @Nullable String> lookup) {
    Objects.requireNonNull(lookup, "lookup");
    return new RenderContext(calendar, locale, missing, entry, new Secrets(false, lookup), limits);
  }

  /** Shows {@code ••••} in the place of every secret, without a lookup. */
  public RenderContext maskedSecrets() {
    return new RenderContext(calendar, locale, missing, entry, MASKED, limits);
  }

  /** The most characters one rendering may give, positive; a whole configuration counts as one. */
  public RenderContext maxOutput(int characters) {
    Limits changed = new Limits(positive(characters, "maxOutput"), limits.steps);
    return new RenderContext(calendar, locale, missing, entry, secrets, changed);
  }

  /** The most steps of work one rendering may take, positive. */
  public RenderContext maxSteps(int steps) {
    Limits changed = new Limits(limits.output, positive(steps, "maxSteps"));
    return new RenderContext(calendar, locale, missing, entry, secrets, changed);
  }

  /** The present. */
  public Instant now() {
    return calendar.now;
  }

  /** The zone of {@code today} and of formatted dates. */
  public ZoneId zone() {
    return calendar.zone;
  }

  Calendar calendar() {
    return calendar;
  }

  Locale locale() {
    return locale;
  }

  RenderMode mode() {
    return missing.mode;
  }

  /** An expression has no value, and that is no error. */
  void missed(String expression) {
    if (missing.listener != null) {
      missing.listener.accept(expression);
    }
  }

  Escaping escaping() {
    return entry.escaping;
  }

  boolean isGathered() {
    return entry.gathered;
  }

  Secrets secrets() {
    return secrets;
  }

  Limits limits() {
    return limits;
  }

  private static int positive(int value, String name) {
    if (value <= 0) {
      throw new IllegalArgumentException(name + " must be positive, but is " + value);
    }
    return value;
  }

  private static final class Defaults {
    static final BusinessDays WEEKDAYS = BusinessDays.weekdays();
    static final Limits LIMITS = new Limits(DEFAULT_OUTPUT, DEFAULT_STEPS);
  }
}
