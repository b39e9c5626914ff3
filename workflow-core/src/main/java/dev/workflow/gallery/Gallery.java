package dev.workflow.gallery;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Actor;
import dev.workflow.ConflictException;
import dev.workflow.Definitions;
import dev.workflow.InvalidDefinitionException;
import dev.workflow.InvalidInputException;
import dev.workflow.NotFoundException;
import dev.workflow.Page;
import dev.workflow.Problem;
import dev.workflow.TenantId;
import dev.workflow.definition.WorkflowDefinition;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Templates of workflows: those that come with the engine, those of a tenant, and those that other
 * tenants share. A template is named by its key; one that another tenant shares by that tenant and
 * its key: {@code acme/lead-nurture}. A tenant's own template comes before one of the engine with
 * the same key.
 *
 * <p>Thread-safe. Every call about one template throws {@link NotFoundException} if the tenant sees
 * no such template.
 */
public interface Gallery {

  /** What the engine brings. */
  String SALES = "sales";

  String SUPPORT = "support";

  String ONBOARDING = "onboarding";

  String OPERATIONS = "operations";

  /**
   * The templates that the tenant sees: its own by key, those of the engine, then those that others
   * share.
   *
   * @param category only those of this one; null: all
   * @param q only those whose key, name or description holds these characters, in whichever case;
   *     null: all
   * @param cursor {@code next()} of the page before; null: from the first. A page may hold fewer
   *     than the limit and not be the last
   */
  Page<Listed> list(
      TenantId tenant,
      @Nullable String category,
      @Nullable String q,
      @Nullable String cursor,
      int limit);

  /**
   * A template in a list.
   *
   * @param ref what it is named by in calls
   * @param source whose it is
   * @param version the newest one
   */
  record Listed(
      String ref,
      String name,
      @Nullable String description,
      String category,
      Source source,
      boolean shared,
      int version,
      @Nullable Actor creator) {}

  /** Whose a template is. */
  enum Source {
    /** The tenant's own. */
    OWN,
    /** It comes with the engine. */
    ENGINE,
    /** Another tenant shares it. */
    SHARED
  }

  /** The newest version of a template. */
  WorkflowTemplate get(TenantId tenant, String template);

  /** One version of a template; of one that another tenant shares, if this version is shared. */
  WorkflowTemplate get(TenantId tenant, String template, int version);

  /** The versions of a template that the tenant sees, newest first. */
  List<Version> versions(TenantId tenant, String template);

  /**
   * One version of a template.
   *
   * @param shared whether all tenants see it
   * @param by who made it; of one of the engine, the engine
   * @param at null: it comes with the engine
   */
  record Version(
      WorkflowTemplate template, int version, boolean shared, @Nullable Instant at, Actor by) {}

  /**
   * Keeps a template as the next version of its key.
   *
   * @param shared whether all tenants see this version. The newest version decides whether they
   *     find the template
   * @return its version
   * @throws InvalidInputException if its workflow is wrong with the parameters' defaults, naming
   *     every problem with its place in the template. A template with parameters that have no
   *     default is checked when it is used
   * @throws ConflictException if somebody else published the same template at the same moment
   */
  int publish(TenantId tenant, WorkflowTemplate template, boolean shared, Actor by);

  /**
   * Copies a template that the tenant sees to one of its own, as version 1.
   *
   * @throws ConflictException if the tenant has a template of that key
   */
  WorkflowTemplate copy(TenantId tenant, String template, String key, String name, Actor by);

  /**
   * Removes a template of the tenant with all versions. Workflows that were made of it stay.
   *
   * @throws NotFoundException if the tenant has no template of its own of that key
   */
  void delete(TenantId tenant, String key, Actor by);

  /**
   * What keeps a template from becoming a workflow with these parameters, each with its place: in
   * {@code /parameters}, or in {@code /workflow} with the parameter it comes from; empty: nothing.
   */
  List<Problem> check(TenantId tenant, String template, Setup setup);

  /**
   * Makes a workflow of a template: publishes it, or keeps it as a draft.
   *
   * @return the workflow, of version 0 if it is a draft
   * @throws InvalidInputException naming every value that does not fit its parameter or its place
   * @throws InvalidDefinitionException naming everything that is wrong with the document
   * @throws ConflictException if the tenant has a workflow of that key
   */
  WorkflowDefinition instantiate(TenantId tenant, String template, Setup setup, Actor by);

  /**
   * What a workflow is made with. Immutable.
   *
   * @param parameters the values of parameters; what is left out is its default
   * @param key the key of the workflow; null: as the template says
   * @param name the name of the workflow; null: as the template says
   * @param draft whether it becomes a draft rather than being published; a draft may have problems
   *     that publishing refuses
   */
  record Setup(ObjectNode parameters, @Nullable String key, @Nullable String name, boolean draft) {

    public Setup {
      parameters = parameters.deepCopy();
    }

    /** Published under the key and name of the template. */
    public static Setup of(ObjectNode parameters) {
      return new Setup(parameters, null, null, false);
    }

    public Setup withKey(@Nullable String value) {
      return new Setup(parameters, value, name, draft);
    }

    public Setup withName(@Nullable String value) {
      return new Setup(parameters, key, value, draft);
    }

    /** Kept as a draft; see {@link Definitions#savedDraft}. */
    public Setup asDraft() {
      return new Setup(parameters, key, name, true);
    }
  }

  /** The newest version of a template as a file: JSON, UTF-8, with line breaks. */
  String export(TenantId tenant, String template);

  /**
   * Reads a file that {@link #export} wrote and publishes it as the tenant's own, not shared.
   *
   * @return its version: the next one if the tenant has a template of its key
   * @throws InvalidInputException naming every problem, as {@link WorkflowTemplate#parse} and
   *     {@link #publish} do
   */
  int importFile(TenantId tenant, String file, Actor by);
}
