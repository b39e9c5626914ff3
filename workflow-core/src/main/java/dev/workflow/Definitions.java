package dev.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.definition.DefinitionDiff;
import dev.workflow.definition.DefinitionStatus;
import dev.workflow.definition.DefinitionVersion;
import dev.workflow.definition.DraftEdit;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.messaging.MessagePolicy;
import dev.workflow.messaging.Messages;
import dev.workflow.trigger.EventCatalog;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The tenant's workflow definitions and their versions. Thread-safe. */
public interface Definitions {

  /**
   * Freezes a definition as its next version. New instances take it from now on; running ones stay
   * on theirs.
   *
   * <p>Its name is the workflow's until that is deleted: no other workflow of the tenant gets one
   * that differs in letter case or spaces at most.
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

  /**
   * The same, provided that nobody has saved another one meanwhile.
   *
   * @param revision of the draft that it replaces; "": there is none yet
   * @return the draft with its new revision
   * @throws ConflictException if the draft is not at this revision
   */
  Draft saveDraft(TenantId tenant, WorkflowDefinition definition, String revision, Actor by);

  /**
   * Publishes the draft that somebody has looked at, such as with {@link
   * dev.workflow.preview.Previews#publication}, and no other. The draft stays.
   *
   * @param revision of the draft
   * @param version the version that it is to become
   * @throws NotFoundException if there is no draft
   * @throws InvalidDefinitionException naming every problem
   * @throws ConflictException if the draft is not at this revision any more, or another version has
   *     been published: nothing is published
   */
  WorkflowDefinition publishDraft(
      TenantId tenant, String key, String revision, int version, Actor by);

  Optional<WorkflowDefinition> draft(TenantId tenant, String key);

  /**
   * Removes the draft; versions that are published stay.
   *
   * @return false if there is none
   */
  boolean discardDraft(TenantId tenant, String key, Actor by);

  /** The draft with its revision, and who saved it when. */
  Optional<Draft> savedDraft(TenantId tenant, String key);

  /**
   * A draft as it was saved.
   *
   * @param revision the same for drafts that say the same
   */
  record Draft(WorkflowDefinition definition, String revision, Instant at, Actor by) {}

  /**
   * Begins an edit of the draft: triggers and steps are added, changed, moved and removed one by
   * one, and saved together.
   *
   * @throws NotFoundException if the workflow has no draft; save one first, such as {@link
   *     #get(TenantId, String)}
   */
  DraftEdit editDraft(TenantId tenant, String key, Actor by);

  /**
   * Disables a workflow, whatever its document says, without a new version: from the moment of the
   * commit on, no node starts any version of it. Events, schedules and rules pass it over; {@link
   * Instances#start}, {@link Instances#startVersion}, {@link Instances#draft} and {@link
   * Instances#begin} refuse it; a step that starts it fails. What runs goes on, and so do instances
   * that wait in a queue for their turn; a retry is possible. It stays disabled when another
   * version is published.
   *
   * @param reason why, for people; null: not said
   * @return false if it was disabled in this way already: nothing happened
   * @throws NotFoundException if the tenant has no published workflow of that key
   */
  boolean disable(TenantId tenant, String key, Actor by, @Nullable String reason);

  /**
   * Enables a workflow, whatever its document says, without a new version. Its schedules tick anew
   * from now on.
   *
   * @param reason why, for people; null: not said
   * @return false if it was enabled in this way already: nothing happened
   * @throws NotFoundException if the tenant has no published workflow of that key
   */
  boolean enable(TenantId tenant, String key, Actor by, @Nullable String reason);

  /** Who enabled and disabled a workflow and when, the newest first; at most the newest 1,000. */
  List<EnabledChange> enabledChanges(TenantId tenant, String key);

  /**
   * A workflow was enabled or disabled.
   *
   * @param enabled null: it was deleted, and if it is published again its document says
   * @param reason null: not said
   */
  record EnabledChange(@Nullable Boolean enabled, Instant at, Actor by, @Nullable String reason) {}

  /** What the newest version of a workflow starts, and what starts it. */
  Dependencies dependencies(TenantId tenant, String key);

  /**
   * The workflows that a workflow names and those that name it: in {@code workflow} steps, in
   * {@code start_workflow}, and in scheduled tasks. What an expression names is not known.
   *
   * @param uses in the order of the document
   * @param usedBy the newest versions of other workflows by key, then scheduled tasks by name
   */
  record Dependencies(List<Dependency> uses, List<Dependency> usedBy) {}

  /**
   * One place that names a workflow.
   *
   * @param user what names it: {@code "parent v2"}, or {@code scheduled task "nightly"}
   * @param place where in its document, as a JSON pointer; "" in a scheduled task
   * @param workflow the key of the workflow that is named
   * @param version null: the newest one
   * @param known whether there is one that can be started
   */
  record Dependency(
      String user, String place, String workflow, @Nullable Integer version, boolean known) {

    @Override
    public String toString() {
      return place.isEmpty() ? user : user + " at " + place;
    }
  }

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
   * @throws NotFoundException if the tenant has no such workflow
   * @throws ConflictException naming all {@linkplain #dependencies others that start it}, if there
   *     are any; or if another node started one of its instances meanwhile: nothing more starts
   *     after a second, so call again
   */
  void delete(TenantId tenant, String key, KeptHistory history, Actor by);

  /**
   * The same also if others start it: they fail where they do so. A WARN in the log names them.
   *
   * @throws NotFoundException if the tenant has no such workflow
   * @throws ConflictException if another node started one of its instances meanwhile
   */
  void deleteThoughUsed(TenantId tenant, String key, KeptHistory history, Actor by);

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
   * @param enabled whether it is now, by its document or because somebody enabled or disabled it
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

  /**
   * The types of actions that definitions may name, by name; other names of them stand with them.
   */
  List<ActionType> actions(TenantId tenant);

  /**
   * A type of action.
   *
   * @param aliases other names that documents may use for it
   * @param performedByPeople whether people do it
   * @param schema JSON Schema of its configuration, see {@link
   *     dev.workflow.spi.ActionHandler#schema()}; null: it describes none
   */
  record ActionType(
      String type, List<String> aliases, boolean performedByPeople, @Nullable JsonNode schema) {
    public ActionType {
      aliases = List.copyOf(aliases);
    }
  }

  /** The newest published version of every definition, by key. */
  List<WorkflowDefinition> list(TenantId tenant);
}
