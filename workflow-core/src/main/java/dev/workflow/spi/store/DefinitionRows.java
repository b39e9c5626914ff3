package dev.workflow.spi.store;

import dev.workflow.TenantId;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The definitions of all tenants with a revision number per tenant. */
public interface DefinitionRows {

  /**
   * Raised by every write to the tenant's definitions, and by {@link #raise}; 0: it has none.
   * Cheap: asked about for every batch of events.
   */
  long revision(TenantId tenant);

  /** The revisions of several tenants. */
  default Map<TenantId, Long> revisions(Collection<TenantId> tenants) {
    Map<TenantId, Long> revisions = new HashMap<>();
    tenants.forEach(tenant -> revisions.put(tenant, revision(tenant)));
    return revisions;
  }

  /**
   * The tenants that have a revision, in their order.
   *
   * @param after the last one of the page before; null: from the first
   */
  List<TenantId> tenants(@Nullable TenantId after, int limit);

  /** Raises the revision: what nodes keep beside the tenant's definitions has changed. */
  void raise(TenantId tenant);

  Optional<DefinitionRow> find(TenantId tenant, String key, int version);

  /** All versions of one definition, newest first, the draft last. */
  List<DefinitionRow> versions(TenantId tenant, String key);

  /** The newest published version (not archived) of every key of the tenant, by key. */
  List<DefinitionRow> newest(TenantId tenant);

  /**
   * The draft and the highest version, archived or not, of each of the next keys of the tenant, by
   * key and version.
   *
   * @param after the last key of the page before; null: from the first
   * @param keys of how many keys
   */
  List<DefinitionRow> page(TenantId tenant, @Nullable String after, int keys);

  /** All rows of all versions of the tenant, by key and version. */
  List<DefinitionRow> all(TenantId tenant);

  /**
   * Adds a version.
   *
   * @return false if that version exists already (somebody else published first): nothing is
   *     written
   */
  boolean insert(DefinitionRow row);

  /** Adds or replaces a draft (version 0), or changes the status of a version. */
  void put(DefinitionRow row);

  /** Removes a draft, if there is one. */
  void deleteDraft(TenantId tenant, String key);

  /**
   * The highest version that a definition ever had, 0: none; a number is not given twice, so that
   * no node takes a deleted version for the one that came after it.
   */
  int lastVersion(TenantId tenant, String key);

  /**
   * Removes all versions of one definition, the draft, its switches and its name; the numbers of
   * the versions stay taken.
   */
  void deleteAll(TenantId tenant, String key);

  /**
   * Replaces a draft, provided that it is still the one that is known; others wait until the
   * transaction has ended.
   *
   * @param draft version 0
   * @param known the document of the draft to replace; null: there is none yet
   * @return false if the draft is another one: nothing is written
   */
  boolean replaceDraft(DefinitionRow draft, @Nullable String known);

  /** The newest switch of each workflow of the tenant that has any, in no order. */
  List<WorkflowSwitchRow> switches(TenantId tenant);

  /** The newest switches of a workflow, newest first. */
  List<WorkflowSwitchRow> switches(TenantId tenant, String key, int limit);

  /**
   * Enables or disables a workflow from now on.
   *
   * @return false if its newest switch says the same: nothing is written
   */
  boolean switchTo(WorkflowSwitchRow row);

  /**
   * Gives a workflow its name in the tenant, in the place of an earlier one. Called after {@link
   * #insert}, which keeps others of the tenant from doing so at the same moment.
   *
   * @param name in the form in which names are compared; at most 400 characters
   * @return the workflow that has the name already: nothing is written; empty: it is given
   */
  Optional<String> takeName(TenantId tenant, String key, String name);

  /** The workflow that has a name, in the form in which names are compared. */
  Optional<String> named(TenantId tenant, String name);

  /** Gives the name of a workflow back. */
  void freeName(TenantId tenant, String key);
}
