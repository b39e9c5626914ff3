package dev.workflow.messaging.internal.context;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.Actor;
import dev.workflow.Json;
import dev.workflow.TenantId;
import dev.workflow.WorkflowException;
import dev.workflow.internal.engine.CommandContext;
import dev.workflow.internal.engine.EngineContext;
import dev.workflow.internal.engine.SetAsides;
import dev.workflow.internal.log.Log;
import dev.workflow.messaging.internal.content.TemplateCache;
import dev.workflow.messaging.internal.content.UnreadableTemplateException;
import dev.workflow.spi.store.SetAsideRow;
import dev.workflow.spi.store.StoreTransaction;
import dev.workflow.spi.store.TemplateRow;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Versions of templates that cannot be read. A step that needs one is BLOCKED and asks again every
 * minute; it is noted here when somebody has needed it. Thread-safe.
 */
public final class SetAsideTemplates implements SetAsides.Kind {

  public static final String KIND = "TEMPLATE";

  private static final Log log = Log.of(SetAsideTemplates.class);

  private final EngineContext engine;
  private final TemplateCache templates;

  SetAsideTemplates(EngineContext engine, TemplateCache templates) {
    this.engine = engine;
    this.templates = templates;
  }

  /** The id under which a version is set aside: it has none of its own. */
  static UUID id(String name, int version) {
    return UUID.nameUUIDFromBytes(
        ("template " + name + "@" + version).getBytes(StandardCharsets.UTF_8));
  }

  /** Notes that a version could not be read, in a transaction of its own. */
  public void setAside(UnreadableTemplateException why) {
    engine
        .store()
        .transact(
            transaction -> {
              setAside(transaction, why);
              return why;
            });
  }

  /** The same in this transaction. What is noted already is tried again when its time comes. */
  public void setAside(StoreTransaction transaction, UnreadableTemplateException why) {
    SetAsideRow.Key key = new SetAsideRow.Key(why.tenant(), KIND, id(why.name(), why.version()));
    if (transaction.setAside().find(key).isEmpty()) {
      String which = Json.write(Json.array().add(why.name()).add(why.version()));
      engine.setAsides().note(transaction, key, why, null, which);
    }
  }

  private static String name(SetAsideRow row) {
    return which(row).path(0).asText();
  }

  private static int version(SetAsideRow row) {
    return which(row).path(1).asInt();
  }

  private static JsonNode which(SetAsideRow row) {
    return Json.read(Objects.requireNonNull(row.missed(), "it says which version it is"));
  }

  private static Optional<TemplateRow> find(StoreTransaction transaction, SetAsideRow row) {
    return transaction.templates().find(row.key().tenant(), name(row), version(row));
  }

  @Override
  public void goOn(CommandContext work, SetAsideRow row) {
    find(work.transaction(), row).ifPresent(TemplateCache::compiled);
  }

  @Override
  public void cancel(CommandContext work, SetAsideRow row, Actor by, @Nullable String reason) {
    TenantId tenant = row.key().tenant();
    StoreTransaction transaction = work.transaction();
    transaction.templates().setStatus(tenant, name(row), version(row), "ARCHIVED");
    transaction.afterCommit(
        () -> {
          templates.changed(tenant);
          log.info(
              "Version {} of the template \"{}\" of tenant {}, which cannot be read, was archived by {}: {}",
              version(row),
              name(row),
              tenant,
              by.id(),
              reason == null ? "no reason given" : reason);
        });
  }

  @Override
  public void delete(CommandContext work, SetAsideRow row) {
    throw new WorkflowException(
        "a version of a template is not deleted, because messages name it; cancel it, which archives it");
  }

  @Override
  public String stored(StoreTransaction transaction, SetAsideRow row) {
    return find(transaction, row).map(TemplateRow::document).orElse("");
  }
}
