package dev.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.definition.DefinitionDiff;
import dev.workflow.definition.DefinitionStatus;
import dev.workflow.definition.DefinitionVersion;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.messaging.MessagePolicy;
import dev.workflow.messaging.Messages;
import dev.workflow.trigger.EventCatalog;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The tenant's workflow definitions and their versions. Thread-safe. */
public interface Definitions {

  /**
   * Freezes a definition as its next version. New instances take it from now on; running ones stay
   * on theirs.
   *
   * @return the definition with its version
   * @throws InvalidDefinitionException naming every problem, those the action handlers find
   *     included
   * @throws ConflictException if somebody else published the same definition at the same moment
   */
  default WorkflowDefinition publish(TenantId tenant, WorkflowDefinition definition) {
    return publish(tenant, definition, Actor.ENGINE);
  }

  /** The same, with a name for the audit trail. */
  WorkflowDefinition publish(TenantId tenant, WorkflowDefinition definition, Actor by);

  /**
   * Reads a JSON document and publishes it. Mistakes of its form and those that action handlers
   * find are told together, where reading it first would tell of the former only.
   *
   * @throws InvalidDefinitionException naming every problem with its place in the document
   * @throws ConflictException if somebody else published the same definition at the same moment
   */
  WorkflowDefinition publish(TenantId tenant, JsonNode document, Actor by);

  /**
   * Everything that would keep a JSON document from being published, mistakes of its form included;
   * empty: nothing.
   */
  List<Problem> check(TenantId tenant, JsonNode document);

  /**
   * The same, by the engine itself.
   *
   * @see #publishIfChanged(TenantId, WorkflowDefinition, Actor)
   */
  default WorkflowDefinition publishIfChanged(TenantId tenant, WorkflowDefinition definition) {
    return publishIfChanged(tenant, definition, Actor.ENGINE);
  }

  /**
   * Publishes a definition unless the newest version says the same already, whatever its status: an
   * archived workflow stays archived. For an application that publishes its workflows at every
   * start, on any number of nodes at once: nodes with the same definition all get the same version.
   *
   * @return the definition with its version, the new one or the one that was there
   * @throws InvalidDefinitionException as {@link #publish} does, also if nothing changed
   * @throws ConflictException if others kept publishing different definitions of the same key
   */
  WorkflowDefinition publishIfChanged(TenantId tenant, WorkflowDefinition definition, Actor by);

  /**
   * Everything that would keep this definition from being published; empty: nothing. A strict
   * {@link EventCatalog} adds the types of events it does not know, {@link MessagePolicy#STRICT}
   * the channels, templates and workflows.
   */
  List<Problem> check(TenantId tenant, WorkflowDefinition definition);

  /**
   * What does not keep this definition from being published but is probably a mistake: types of
   * events that the catalogue does not know, paths of a payload that it does not describe, channels
   * message templates and workflows that there are not, texts and values that a template lacks, a
   * list of steps that is empty, and what this version of the engine keeps without carrying it out.
   */
  List<Problem> warnings(TenantId tenant, WorkflowDefinition definition);

  /**
   * Keeps a definition as the draft, in the place of an earlier draft. A draft may have problems
   * that publishing refuses.
   */
  void saveDraft(TenantId tenant, WorkflowDefinition definition, Actor by);

  Optional<WorkflowDefinition> draft(TenantId tenant, String key);

  /**
   * Publishes an earlier version again, as the next version.
   *
   * @throws NotFoundException if there is no such version
   */
  WorkflowDefinition rollback(TenantId tenant, WorkflowRef to, Actor by);

  /**
   * Takes a version out of use: nothing starts with it any more; running instances continue. {@link
   * #versions} says who did so first, and when.
   *
   * @throws NotFoundException if there is no such version
   */
  void archive(TenantId tenant, WorkflowRef version, Actor by);

  /**
   * Removes a workflow: its versions and draft start nothing any more, its open instances are
   * cancelled, failed ones are not retried, and messages of all of them that are still to be sent
   * are cancelled.
   *
   * @param history whether its versions and what its instances did can still be read
   *     <p>If the newest version of another workflow starts it, by name, a WARN in the log names
   *     the places; with {@link MessagePolicy#STRICT} it is refused.
   * @throws NotFoundException if the tenant has no such workflow
   * @throws ConflictException if others start it and names are checked strictly, or if another node
   *     started one of its instances meanwhile: nothing more starts after a second, so call again
   */
  void delete(TenantId tenant, String key, KeptHistory history, Actor by);

  /** What is left of a deleted workflow. */
  enum KeptHistory {
    /** Its versions, archived, and its instances with their history. */
    ALL,
    /**
     * Nothing; messages are gone too, but for those that the deletion has cancelled: these stay as
     * messages of no instance until {@link Messages#purge}. Events stay.
     */
    NONE
  }

  /**
   * The newest published version.
   *
   * @throws NotFoundException if there is none
   */
  WorkflowDefinition get(TenantId tenant, String key);

  /**
   * One version.
   *
   * @throws NotFoundException if there is no such version
   */
  WorkflowDefinition get(TenantId tenant, WorkflowRef version);

  /** All versions of one definition, newest first, the draft last. */
  List<DefinitionVersion> versions(TenantId tenant, String key);

  /**
   * What changed from one version to another, in either direction.
   *
   * @param fromVersion the version that counts as the older; 0 is the draft
   * @param toVersion the version that counts as the newer; 0 is the draft
   * @throws NotFoundException if there is no such version
   */
  DefinitionDiff diff(TenantId tenant, String key, int fromVersion, int toVersion);

  /**
   * The tenant's workflows by key, drafts and archived ones too.
   *
   * @param q only those whose key, name or description holds these characters, in whichever case;
   *     null: all
   * @param cursor {@code next()} of the page before; null: from the first. A page may hold fewer
   *     than the limit and not be the last
   */
  Page<Listed> list(TenantId tenant, @Nullable String q, @Nullable String cursor, int limit);

  /**
   * A workflow in a list: as its newest version says, or its draft if nothing was published.
   *
   * @param subject the type of subject it is for; null: any
   * @param version the newest version; 0: only a draft
   * @param status of that version, or DRAFT
   * @param draft whether there is a draft
   */
  record Listed(
      String key,
      String name,
      @Nullable String description,
      @Nullable String subject,
      int version,
      DefinitionStatus status,
      boolean enabled,
      boolean draft) {}

  /** The newest published version of every definition, by key. */
  List<WorkflowDefinition> list(TenantId tenant);
}
