package dev.workflow.spi;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.TenantId;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The tenants the host knows. Thread-safe; answers are cached for a minute. */
@FunctionalInterface
public interface TenantDirectory {

  /** The tenant's settings, or empty: the tenant is unknown and every call for it is refused. */
  Optional<Settings> find(TenantId tenant);

  /**
   * @param zone for dates, delays of days, and windows
   * @param terms commercial terms that hold where a workflow has none
   * @param limits how much the tenant may do; a change is seen within a minute
   * @param messaging what holds for its messages in place of what the engine was built with
   */
  record Settings(
      ZoneId zone,
      Locale locale,
      Map<String, JsonNode> terms,
      TenantLimits limits,
      TenantMessaging messaging) {

    /** UTC, no language, no terms, no limits. */
    public static final Settings DEFAULT = new Settings(ZoneOffset.UTC, Locale.ROOT, Map.of());

    /** Without limits, with the engine's messaging. */
    public Settings(ZoneId zone, Locale locale, Map<String, JsonNode> terms) {
      this(zone, locale, terms, TenantLimits.NONE, TenantMessaging.DEFAULT);
    }

    /** The same with other limits. */
    public Settings withLimits(TenantLimits value) {
      return new Settings(zone, locale, terms, value, messaging);
    }

    /** The same with settings of its own for its messages. */
    public Settings withMessaging(TenantMessaging value) {
      return new Settings(zone, locale, terms, limits, value);
    }
  }

  /** Every tenant is welcome, in UTC: the default. */
  static TenantDirectory open() {
    return tenant -> Optional.of(Settings.DEFAULT);
  }
}
