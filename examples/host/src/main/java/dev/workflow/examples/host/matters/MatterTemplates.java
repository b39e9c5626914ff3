package dev.workflow.examples.host.matters;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.ConflictException;
import dev.workflow.Definitions;
import dev.workflow.InstanceId;
import dev.workflow.InvalidDefinitionException;
import dev.workflow.Json;
import dev.workflow.NotFoundException;
import dev.workflow.SubjectRef;
import dev.workflow.definition.DefinitionStatus;
import dev.workflow.definition.DefinitionVersion;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.examples.host.security.Caller;
import dev.workflow.examples.host.security.Engines;
import dev.workflow.examples.host.web.ETags;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The templates of a law firm: the workflows of its tenant that are about matters. */
@Component
class MatterTemplates {

  private static final int ATTEMPTS = 50;

  private final Engines engines;

  MatterTemplates(Engines engines) {
    this.engines = engines;
  }

  /**
   * A template as it is kept.
   *
   * @param revision of what is shown; the same for what says the same
   * @param draft what replaces it must replace; "": there is no draft
   */
  record Kept(
      WorkflowDefinition shown, TemplateStatus status, int version, String revision, String draft) {

    MatterTemplate view() {
      JsonNode document = shown.toJson();
      return new MatterTemplate(
          shown.key(),
          shown.name(),
          document.path("description").textValue(),
          status,
          version,
          DocumentStep.of(document).stream().map(MatterTemplate.TemplateStep::of).toList());
    }
  }

  private Definitions of(Caller caller) {
    return engines.of(caller).definitions();
  }

  /**
   * Finds one: its draft, if that differs from what was published.
   *
   * @throws NotFoundException if there is none, or it is no template of a matter
   */
  Kept find(Caller caller, String id) {
    List<DefinitionVersion> versions = versions(caller, id);
    DefinitionVersion newest =
        versions.stream().filter(one -> one.definition().version() > 0).findFirst().orElse(null);
    Optional<Definitions.Draft> draft = of(caller).savedDraft(caller.tenant(), id);
    String revision = draft.map(Definitions.Draft::revision).orElse("");
    int published = newest == null ? 0 : newest.definition().version();
    if (draft.isPresent() && (newest == null || differs(draft.get(), newest))) {
      return ours(
          id,
          new Kept(draft.get().definition(), TemplateStatus.DRAFT, published, revision, revision));
    } else if (newest == null) {
      throw unknown(id);
    }
    TemplateStatus status =
        newest.status() == DefinitionStatus.ARCHIVED
            ? TemplateStatus.ARCHIVED
            : TemplateStatus.PUBLISHED;
    return ours(id, new Kept(newest.definition(), status, published, "v" + published, revision));
  }

  private List<DefinitionVersion> versions(Caller caller, String id) {
    try {
      return of(caller).versions(caller.tenant(), id);
    } catch (NotFoundException e) {
      throw unknown(id);
    }
  }

  private static Kept ours(String id, Kept kept) {
    if (!TemplateForms.MATTER.equals(kept.shown.toJson().path("subject").textValue())) {
      throw unknown(id);
    }
    return kept;
  }

  private static boolean differs(Definitions.Draft draft, DefinitionVersion newest) {
    return !draft.definition().toJson().equals(newest.definition().toJson());
  }

  private static NotFoundException unknown(String id) {
    return new NotFoundException("there is no template \"" + id + "\"");
  }

  /** Keeps a new one as a draft, under a key that is made of its name. */
  Kept create(Caller caller, JsonNode form) {
    String slug = Slugs.of(form.path("name").asText(), "template");
    for (int attempt = 1; ; attempt++) {
      String key = attempt == 1 ? slug : slug + "-" + attempt;
      WorkflowDefinition template = TemplateForms.read(key, form);
      if (of(caller).versions(caller.tenant(), key).isEmpty()) {
        try {
          of(caller).saveDraft(caller.tenant(), template, "", caller.actor());
          return find(caller, key);
        } catch (ConflictException e) {
          if (attempt == ATTEMPTS) {
            throw e;
          }
        }
      }
    }
  }

  /** Changes the draft, or what was published into a draft. */
  Kept patch(Caller caller, String id, JsonNode changes, @Nullable String revision) {
    Kept kept = find(caller, id);
    require(kept, revision);
    WorkflowDefinition changed = TemplateForms.patched(kept.shown().toJson(), changes);
    of(caller).saveDraft(caller.tenant(), changed, kept.draft(), caller.actor());
    return find(caller, id);
  }

  /** Publishes the draft; one that says what was published already makes no new version. */
  Kept publish(Caller caller, String id, @Nullable String revision) {
    Kept kept = find(caller, id);
    require(kept, revision);
    try {
      if (kept.status() == TemplateStatus.ARCHIVED) {
        of(caller).publish(caller.tenant(), kept.shown(), caller.actor());
      } else {
        of(caller).publishIfChanged(caller.tenant(), kept.shown(), caller.actor());
      }
    } catch (InvalidDefinitionException e) {
      throw TemplateForms.inForm(kept.shown().toJson(), e);
    }
    return find(caller, id);
  }

  private static void require(Kept kept, @Nullable String revision) {
    ETags.check(revision, kept.revision());
  }

  /**
   * Starts what was published on a matter.
   *
   * @throws ConflictException if nothing was, or it is not enabled
   */
  InstanceId instantiate(Caller caller, String id, String matter) {
    Kept kept = find(caller, id);
    if (kept.version() == 0 || kept.status() == TemplateStatus.ARCHIVED) {
      throw new ConflictException(
          "the template \"" + id + "\" is " + kept.status() + "; publish it before it is used");
    }
    return engines
        .of(caller)
        .instances()
        .start(
            caller.tenant(),
            id,
            SubjectRef.of(TemplateForms.MATTER, matter),
            Json.object().put("matter_id", matter),
            caller.actor())
        .orElseThrow(
            () -> new ConflictException("another instance of \"" + id + "\" has its place"));
  }
}
