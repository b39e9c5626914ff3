package dev.workflow.examples.host.crm;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.ConflictException;
import dev.workflow.Definitions;
import dev.workflow.Definitions.EnabledChange;
import dev.workflow.Definitions.KeptHistory;
import dev.workflow.InvalidDefinitionException;
import dev.workflow.Problem;
import dev.workflow.TenantId;
import dev.workflow.definition.DefinitionStatus;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.examples.host.crm.WrittenWorkflows.Row;
import dev.workflow.examples.host.forms.Form;
import dev.workflow.examples.host.forms.Names;
import dev.workflow.examples.host.forms.Translation;
import dev.workflow.examples.host.forms.WorkflowForms;
import dev.workflow.examples.host.security.Caller;
import dev.workflow.examples.host.security.Engines;
import dev.workflow.examples.host.web.ETags;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Publishes workflows that are written in any of the three forms, and reads them back as they were
 * written. A version and how it was written are committed together.
 */
@Service
public class Workflows {

  private static final int ATTEMPTS = 5;

  private final Engines engines;
  private final WorkflowForms forms;
  private final WrittenWorkflows written;
  private final TransactionTemplate transaction;

  Workflows(
      Engines engines,
      WorkflowForms forms,
      WrittenWorkflows written,
      TransactionTemplate transaction) {
    this.engines = engines;
    this.forms = forms;
    this.written = written;
    this.transaction = transaction;
  }

  /** Makes another version of a workflow of the current one. */
  interface Edit {

    Translation of(Workflow current);

    /** Puts what is wrong with the whole workflow at its places in what was sent. */
    default List<Problem> placed(List<Problem> problems) {
      return problems;
    }
  }

  private Definitions definitions(Caller caller) {
    return engines.of(caller).definitions();
  }

  /**
   * Publishes a new workflow.
   *
   * @param otherwise the form if it cannot be told by its keys
   */
  public Workflow create(Caller caller, ObjectNode body, Form otherwise) {
    Form form = Form.of(body, otherwise);
    Translation first = forms.read(body, form, null, null);
    return inTransaction(
        () -> {
          Translation known =
              first.isKeyWritten()
                  ? requireNew(caller, first)
                  : forms.read(body, form, null, freeKey(caller, first.key()));
          int before = written.find(caller.tenant(), known.key()).map(Row::version).orElse(0);
          return publish(caller, known, before);
        });
  }

  private Translation requireNew(Caller caller, Translation translation) {
    if (exists(caller, translation.key())) {
      throw new ConflictException(
          "there is a workflow \"" + translation.key() + "\" already; give this one another id");
    }
    return translation;
  }

  private String freeKey(Caller caller, String key) {
    Set<String> taken = new HashSet<>();
    String free = key;
    while (exists(caller, free)) {
      taken.add(free);
      free = Names.free(key, taken);
    }
    return free;
  }

  /** What is archived as a whole was deleted, and its key is free. */
  private boolean exists(Caller caller, String key) {
    return Names.isId(key)
        && definitions(caller).versions(caller.tenant(), key).stream()
            .anyMatch(version -> version.status() != DefinitionStatus.ARCHIVED);
  }

  /** The newest version of a workflow. */
  public Workflow get(Caller caller, String key) {
    WorkflowDefinition definition = definitions(caller).get(caller.tenant(), key);
    return Workflow.of(
        definition,
        switched(caller, key).orElse(definition.enabled()),
        written.find(caller.tenant(), key).orElse(null));
  }

  private Optional<Boolean> switched(Caller caller, String key) {
    return definitions(caller).enabledChanges(caller.tenant(), key).stream()
        .findFirst()
        .map(EnabledChange::enabled);
  }

  /** Publishes what is sent as the next version. Whether it is enabled stays if nothing is said. */
  public Workflow replace(Caller caller, String key, ObjectNode body, @Nullable String ifMatch) {
    ObjectNode sent = Workflow.withoutOurs(body);
    return change(
        caller,
        key,
        ifMatch,
        current -> {
          ObjectNode next = sent.deepCopy();
          if (!next.has("enabled")) {
            next.put("enabled", current.enabled());
          }
          Form form = Form.of(next, current.written().form());
          return forms.read(next, form, current.written(), key);
        });
  }

  /**
   * Publishes the next version. If somebody else does at the same moment it is edited again, unless
   * the request is for one version.
   */
  Workflow change(Caller caller, String key, @Nullable String ifMatch, Edit edit) {
    for (int attempt = 1; ; attempt++) {
      try {
        return inTransaction(() -> edited(caller, key, ifMatch, edit));
      } catch (ConflictException e) {
        if (ifMatch != null || attempt == ATTEMPTS) {
          throw e;
        }
      } catch (InvalidDefinitionException e) {
        throw new InvalidDefinitionException(
            "The workflow \"" + key + "\"", edit.placed(e.problems()));
      }
    }
  }

  private Workflow edited(Caller caller, String key, @Nullable String ifMatch, Edit edit) {
    int before = written.find(caller.tenant(), key).map(Row::version).orElse(0);
    Workflow current = get(caller, key);
    ETags.check(ifMatch, current.etag());
    Workflow next = publish(caller, edit.of(current), before);
    int version = current.definition().version();
    if (next.definition().version() != version + 1) {
      requireNobodyBetween(caller, version, next.definition());
    }
    return next;
  }

  /** Versions that were archived meanwhile say nothing against it. */
  private void requireNobodyBetween(Caller caller, int version, WorkflowDefinition next) {
    boolean between =
        definitions(caller).versions(caller.tenant(), next.key()).stream()
            .filter(other -> other.status() == DefinitionStatus.PUBLISHED)
            .map(other -> other.definition().version())
            .anyMatch(other -> other > version && other < next.version());
    if (between) {
      throw WrittenWorkflows.conflict(next.key());
    }
  }

  private Workflow publish(Caller caller, Translation translation, int before) {
    TenantId tenant = caller.tenant();
    Definitions definitions = definitions(caller);
    List<Problem> problems =
        translation.problems(definitions.check(tenant, translation.document()));
    if (!problems.isEmpty()) {
      throw new InvalidDefinitionException("The workflow", problems);
    }
    WorkflowDefinition published =
        definitions.publish(tenant, translation.document(), caller.actor());
    String key = published.key();
    written.put(tenant, new Row(key, published.version(), translation.written()), before);
    switched(caller, key)
        .filter(enabled -> enabled != published.enabled())
        .ifPresent(enabled -> enable(caller, key, published.enabled(), null));
    return new Workflow(
        published,
        published.enabled(),
        translation.written(),
        translation.warnings(definitions.warnings(tenant, published)));
  }

  /** Enables or disables a workflow without a new version. */
  public Workflow enable(Caller caller, String key, boolean enabled, @Nullable String reason) {
    Definitions definitions = definitions(caller);
    if (enabled) {
      definitions.enable(caller.tenant(), key, caller.actor(), reason);
    } else {
      definitions.disable(caller.tenant(), key, caller.actor(), reason);
    }
    return get(caller, key);
  }

  /** Deletes a workflow, and cancels its open instances. */
  public void delete(Caller caller, String key, KeptHistory history, @Nullable String ifMatch) {
    inTransaction(
        () -> {
          ETags.check(ifMatch, get(caller, key).etag());
          definitions(caller).delete(caller.tenant(), key, history, caller.actor());
          written.delete(caller.tenant(), key);
          return key;
        });
  }

  private <T> T inTransaction(Supplier<T> work) {
    return Objects.requireNonNull(transaction.execute(status -> work.get()));
  }
}
