package dev.workflow.messaging.internal.content;

import dev.workflow.TenantId;
import dev.workflow.messaging.CompiledTemplate;
import dev.workflow.messaging.MessageSettings;
import dev.workflow.messaging.internal.recipient.AddressFormats;
import dev.workflow.spi.AddressFormat.Result;
import dev.workflow.spi.ContactDirectory;
import dev.workflow.spi.HolidayCalendar;
import dev.workflow.spi.store.WorkflowStore;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The context of message steps. Immutable and thread-safe.
 *
 * @param store where templates are looked up
 */
public record MessageStepContext(
    WorkflowStore store,
    TemplateCache templates,
    AddressFormats formats,
    ContactDirectory contacts,
    HolidayCalendar holidays,
    MessageSettings settings) {

  /** Reads an address of a tenant's. */
  public Result address(String channel, String raw, Locale tenant) {
    return formats.parse(channel, raw, AddressFormats.region(tenant, settings.region()));
  }

  /** The names of the tenant's templates. */
  public Set<String> templateNames(TenantId tenant) {
    return store.transact(transaction -> templates.names(transaction, tenant));
  }

  /** The version of a template that is in use: {@code welcome@3}; empty: there is no template. */
  public Optional<String> pinned(TenantId tenant, String name) {
    return template(tenant, name).map(template -> template.template().ref());
  }

  Optional<CompiledTemplate> template(TenantId tenant, String name) {
    return templates.find(store, tenant, name);
  }
}
