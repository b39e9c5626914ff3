package dev.workflow.messaging.internal.service;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Actor;
import dev.workflow.ConflictException;
import dev.workflow.InvalidInputException;
import dev.workflow.Json;
import dev.workflow.NotFoundException;
import dev.workflow.Problem;
import dev.workflow.TenantId;
import dev.workflow.internal.engine.Transactions;
import dev.workflow.internal.text.Limits;
import dev.workflow.internal.text.Persons;
import dev.workflow.messaging.CompiledTemplate;
import dev.workflow.messaging.MessageTemplate;
import dev.workflow.messaging.TemplateChange;
import dev.workflow.messaging.TemplatePreview;
import dev.workflow.messaging.TemplateVersion;
import dev.workflow.messaging.Templates;
import dev.workflow.messaging.internal.content.TemplateCache;
import dev.workflow.messaging.internal.content.UnreadableTemplateException;
import dev.workflow.messaging.internal.context.MessagingContext;
import dev.workflow.spi.store.StoreTransaction;
import dev.workflow.spi.store.TemplateRow;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

public final class TemplateService implements Templates {

  private static final String PUBLISHED = "PUBLISHED";
  private static final String ARCHIVED = "ARCHIVED";

  private final Transactions transactions;
  private final TemplatePreviews trials;

  public TemplateService(Transactions transactions) {
    this.transactions = transactions;
    this.trials = new TemplatePreviews(transactions);
  }

  @Override
  public int publish(TenantId tenant, MessageTemplate template, Actor by) {
    List<Problem> problems = check(tenant, template);
    if (!problems.isEmpty()) {
      throw new InvalidInputException("The template \"" + template.name() + "\"", problems);
    }
    int version = transactions.transact(transaction -> insert(transaction, tenant, template, by));
    MessagingContext.of(transactions).templates().changed(tenant);
    return version;
  }

  private int insert(
      StoreTransaction transaction, TenantId tenant, MessageTemplate template, Actor by) {
    List<TemplateRow> versions = transaction.templates().versions(tenant, template.name());
    int next = versions.isEmpty() ? 1 : versions.get(0).version() + 1;
    TemplateRow row =
        new TemplateRow(
            tenant,
            template.name(),
            next,
            PUBLISHED,
            Json.write(template.toJson()),
            transactions.engine().now(),
            by.id());
    if (!transaction.templates().insert(row)) {
      throw new ConflictException(
          "somebody else published version "
              + next
              + " of the template \""
              + template.name()
              + "\" at the same moment; look at it and publish again");
    }
    return next;
  }

  @Override
  public List<Problem> check(TenantId tenant, MessageTemplate template) {
    transactions.engine().tenant(tenant);
    return TemplateChecks.problems(template, transactions.engine().catalog(tenant));
  }

  @Override
  public MessageTemplate get(TenantId tenant, String name) {
    transactions.engine().tenant(tenant);
    return transactions
        .transact(transaction -> transaction.templates().versions(tenant, name))
        .stream()
        .filter(row -> row.status().equals(PUBLISHED))
        .findFirst()
        .map(this::read)
        .orElseThrow(() -> none(tenant, name));
  }

  private static NotFoundException none(TenantId tenant, String name) {
    return new NotFoundException("tenant " + tenant + " has no template \"" + name + "\"");
  }

  @Override
  public MessageTemplate get(TenantId tenant, String name, int version) {
    transactions.engine().tenant(tenant);
    return transactions
        .transact(transaction -> transaction.templates().find(tenant, name, version))
        .map(this::read)
        .orElseThrow(() -> none(tenant, name, version));
  }

  private static NotFoundException none(TenantId tenant, String name, int version) {
    return new NotFoundException(
        "tenant " + tenant + " has no version " + version + " of a template \"" + name + "\"");
  }

  @Override
  public List<TemplateVersion> versions(TenantId tenant, String name) {
    transactions.engine().tenant(tenant);
    return transactions
        .transact(transaction -> transaction.templates().versions(tenant, name))
        .stream()
        .flatMap(
            row ->
                ifReadable(row)
                    .map(
                        template ->
                            new TemplateVersion(
                                template,
                                row.status().equals(ARCHIVED),
                                row.createdAt(),
                                Actor.of(row.createdBy())))
                    .stream())
        .toList();
  }

  @Override
  public List<MessageTemplate> list(TenantId tenant) {
    transactions.engine().tenant(tenant);
    return transactions.transact(transaction -> transaction.templates().newest(tenant)).stream()
        .flatMap(row -> ifReadable(row).stream())
        .sorted(Comparator.comparing(MessageTemplate::name))
        .toList();
  }

  /** One that cannot be read is set aside, and the others are shown. */
  private Optional<MessageTemplate> ifReadable(TemplateRow row) {
    try {
      return Optional.of(read(row));
    } catch (UnreadableTemplateException e) {
      return Optional.empty();
    }
  }

  private MessageTemplate read(TemplateRow row) {
    return noting(() -> TemplateCache.compiled(row)).template();
  }

  /** What cannot be read is set aside. */
  private <T> T noting(Supplier<T> reading) {
    try {
      return reading.get();
    } catch (UnreadableTemplateException e) {
      MessagingContext.of(transactions).setAsideTemplates().setAside(e);
      throw e;
    }
  }

  @Override
  public List<TemplateChange> changes(
      TenantId tenant, String name, int fromVersion, int toVersion) {
    return TemplateChange.between(get(tenant, name, fromVersion), get(tenant, name, toVersion));
  }

  @Override
  public int rollback(TenantId tenant, String name, int version, Actor by) {
    Persons.require(by);
    return publish(tenant, get(tenant, name, version), by);
  }

  @Override
  public void archive(TenantId tenant, String name, int version, Actor by) {
    Persons.require(by);
    transactions.engine().tenant(tenant);
    Limits.sought("The template", name);
    boolean found =
        transactions.transact(
            transaction -> transaction.templates().setStatus(tenant, name, version, ARCHIVED));
    if (!found) {
      throw none(tenant, name, version);
    }
    MessagingContext.of(transactions).templates().changed(tenant);
  }

  private CompiledTemplate inUse(TenantId tenant, String name) {
    transactions.engine().tenant(tenant);
    Optional<CompiledTemplate> found =
        noting(
            () ->
                transactions.transact(
                    transaction ->
                        MessagingContext.of(transactions)
                            .templates()
                            .find(transaction, tenant, name)));
    return found.orElseThrow(() -> none(tenant, name));
  }

  @Override
  public TemplatePreview preview(
      TenantId tenant,
      String name,
      @Nullable String language,
      String channel,
      ObjectNode sampleData) {
    return trials.preview(tenant, inUse(tenant, name), language, channel, sampleData);
  }

  @Override
  public TemplatePreview preview(
      TenantId tenant,
      MessageTemplate template,
      @Nullable String language,
      String channel,
      ObjectNode sampleData) {
    transactions.engine().tenant(tenant);
    CompiledTemplate compiled = CompiledTemplate.of(template);
    return trials.preview(tenant, compiled, language, channel, sampleData);
  }

  @Override
  public UUID testSend(
      TenantId tenant,
      String name,
      String channel,
      @Nullable String language,
      String recipient,
      ObjectNode sampleData,
      Actor by) {
    Persons.require(by);
    CompiledTemplate template = inUse(tenant, name);
    TemplatePreview rendered = trials.preview(tenant, template, language, channel, sampleData);
    return trials.send(tenant, template, channel, rendered, recipient, by);
  }
}
