package dev.workflow.gallery.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Actor;
import dev.workflow.ConflictException;
import dev.workflow.InvalidDefinitionException;
import dev.workflow.InvalidInputException;
import dev.workflow.Json;
import dev.workflow.NotFoundException;
import dev.workflow.Page;
import dev.workflow.Problem;
import dev.workflow.TenantId;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.gallery.Gallery;
import dev.workflow.gallery.WorkflowTemplate;
import dev.workflow.gallery.spi.GalleryRow;
import dev.workflow.gallery.spi.GalleryRows;
import dev.workflow.internal.engine.Transactions;
import dev.workflow.internal.input.Cursors;
import dev.workflow.internal.service.DefinitionService;
import dev.workflow.internal.text.Limits;
import dev.workflow.internal.text.Persons;
import dev.workflow.spi.store.StoreTransaction;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

public final class GalleryService implements Gallery {

  private final Transactions transactions;
  private final DefinitionService definitions;

  public GalleryService(Transactions transactions) {
    this.transactions = transactions;
    this.definitions = new DefinitionService(transactions);
  }

  private <T> T rows(TenantId tenant, Function<GalleryRows, T> deed) {
    transactions.engine().tenant(tenant);
    return transactions.transact(transaction -> deed.apply(GalleryStore.of(transaction)));
  }

  @Override
  public Page<Listed> list(
      TenantId tenant,
      @Nullable String category,
      @Nullable String q,
      @Nullable String cursor,
      int limit) {
    String sought = Limits.sought("The search", q);
    int most = Cursors.limit(limit);
    return rows(
        tenant, rows -> new TemplateList(rows, tenant, category, sought).page(cursor, most));
  }

  @Override
  public List<Version> versions(TenantId tenant, String template) {
    return rows(tenant, rows -> new TemplateSource(rows, tenant).versions(template));
  }

  @Override
  public WorkflowTemplate get(TenantId tenant, String template) {
    return versions(tenant, template).get(0).template();
  }

  @Override
  public WorkflowTemplate get(TenantId tenant, String template, int version) {
    return versions(tenant, template).stream()
        .filter(one -> one.version() == version)
        .map(Version::template)
        .findFirst()
        .orElseThrow(
            () ->
                new NotFoundException(
                    "tenant "
                        + tenant
                        + " sees no version "
                        + version
                        + " of the workflow template \""
                        + Limits.oneLine(template)
                        + "\""));
  }

  @Override
  public int publish(TenantId tenant, WorkflowTemplate template, boolean shared, Actor by) {
    transactions.engine().tenant(tenant);
    WorkflowTemplate read = WorkflowTemplate.parse(template.toJson());
    checkWithDefaults(tenant, read);
    return transactions.transact(
        transaction -> {
          List<GalleryRow> before = GalleryStore.of(transaction).versions(tenant, read.key());
          int next = before.isEmpty() ? 1 : before.get(0).version() + 1;
          return insert(transaction, tenant, read, next, shared, by);
        });
  }

  private int insert(
      StoreTransaction transaction,
      TenantId tenant,
      WorkflowTemplate template,
      int version,
      boolean shared,
      Actor by) {
    GalleryRow row =
        new GalleryRow(
            tenant,
            template.key(),
            version,
            shared,
            template.category(),
            Json.write(template.toJson()),
            transactions.engine().now(),
            by.id());
    if (!GalleryStore.of(transaction).insert(row)) {
      throw new ConflictException(
          "somebody else published version "
              + version
              + " of the workflow template \""
              + template.key()
              + "\" at the same moment; look at it and publish again");
    }
    return version;
  }

  private void checkWithDefaults(TenantId tenant, WorkflowTemplate template) {
    JsonNode properties = template.parameters().path("properties");
    for (JsonNode parameter : properties) {
      if (!parameter.has("default")) {
        return;
      }
    }
    List<Problem> problems;
    try {
      problems = definitions.checkDocument(tenant, read(template, template.fill(Json.object())));
      problems = TemplateProblems.of(template.workflow(), problems);
    } catch (InvalidDefinitionException e) {
      problems = e.problems();
    }
    if (!problems.isEmpty()) {
      throw new InvalidInputException(named(template), problems);
    }
  }

  private static String named(WorkflowTemplate template) {
    return "The workflow template \"" + template.key() + "\"";
  }

  /** What is wrong is told at its place in the template. */
  private WorkflowDefinition read(WorkflowTemplate template, ObjectNode document) {
    try {
      return definitions.read(document);
    } catch (InvalidDefinitionException e) {
      throw new InvalidDefinitionException(
          named(template), TemplateProblems.of(template.workflow(), e.problems()));
    }
  }

  @Override
  public WorkflowTemplate copy(
      TenantId tenant, String template, String key, String name, Actor by) {
    Persons.require(by);
    WorkflowTemplate copy = WorkflowTemplate.parse(get(tenant, template).as(key, name).toJson());
    transactions.transact(
        transaction -> {
          if (!GalleryStore.of(transaction).versions(tenant, key).isEmpty()) {
            throw new ConflictException(
                "tenant " + tenant + " has a workflow template \"" + key + "\" already");
          }
          return insert(transaction, tenant, copy, 1, false, by);
        });
    return copy;
  }

  @Override
  public void delete(TenantId tenant, String key, Actor by) {
    Persons.require(by);
    Limits.sought("The key", key);
    if (!rows(tenant, rows -> rows.delete(tenant, key))) {
      throw new NotFoundException(
          "tenant "
              + tenant
              + " has no workflow template \""
              + Limits.oneLine(key)
              + "\" of its own");
    }
  }

  @Override
  public List<Problem> check(TenantId tenant, String template, Setup setup) {
    WorkflowTemplate found = get(tenant, template);
    try {
      WorkflowDefinition definition = definition(found, setup);
      return TemplateProblems.of(found.workflow(), definitions.check(tenant, definition));
    } catch (InvalidInputException e) {
      return e.problems();
    }
  }

  private WorkflowDefinition definition(WorkflowTemplate template, Setup setup) {
    ObjectNode document = template.fill(setup.parameters());
    if (setup.key() != null) {
      document.put("key", setup.key());
    }
    if (setup.name() != null) {
      document.put("name", setup.name());
    }
    return read(template, document);
  }

  @Override
  public WorkflowDefinition instantiate(TenantId tenant, String template, Setup setup, Actor by) {
    WorkflowTemplate found = get(tenant, template);
    WorkflowDefinition definition = definition(found, setup);
    requireUnused(tenant, definition.key());
    if (setup.draft()) {
      return definitions.saveDraft(tenant, definition, "", by).definition();
    }
    List<Problem> problems =
        TemplateProblems.of(found.workflow(), definitions.check(tenant, definition));
    if (!problems.isEmpty()) {
      throw new InvalidDefinitionException(named(found), problems);
    }
    return definitions.publishNew(tenant, definition, by);
  }

  private void requireUnused(TenantId tenant, String key) {
    if (transactions.transact(
        transaction -> !transaction.definitions().versions(tenant, key).isEmpty())) {
      throw DefinitionService.taken(tenant, key);
    }
  }

  @Override
  public String export(TenantId tenant, String template) {
    return get(tenant, template).toJson().toPrettyString() + "\n";
  }

  @Override
  public int importFile(TenantId tenant, String file, Actor by) {
    transactions.engine().tenant(tenant);
    return publish(tenant, WorkflowTemplate.parse(file), false, by);
  }
}
