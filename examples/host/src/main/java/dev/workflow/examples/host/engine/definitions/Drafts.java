package dev.workflow.examples.host.engine.definitions;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.Actor;
import dev.workflow.ConflictException;
import dev.workflow.Definitions;
import dev.workflow.InvalidDefinitionException;
import dev.workflow.Json;
import dev.workflow.NotFoundException;
import dev.workflow.Problem;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.examples.host.engine.Refusal;
import dev.workflow.examples.host.security.Caller;
import dev.workflow.examples.host.security.Engines;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Drafts: the text as written, and in the engine what can be read of it. */
@Service
class Drafts {

  /**
   * A draft.
   *
   * @param document null: the text cannot be read
   * @param revision for {@code If-Match}
   * @param problems what would keep it from being published
   */
  record Draft(
      String key,
      String format,
      String text,
      @Nullable JsonNode document,
      String revision,
      Instant savedAt,
      String savedBy,
      List<Problem> problems,
      List<Problem> warnings) {}

  private final Engines engines;
  private final DraftTexts texts;
  private final Documents documents;

  Drafts(Engines engines, DraftTexts texts, Documents documents) {
    this.engines = engines;
    this.texts = texts;
    this.documents = documents;
  }

  Draft get(Caller caller, String key) {
    Row now = current(caller, key).orElseThrow(() -> missing(caller, key));
    return draft(caller, key, now);
  }

  private Draft draft(Caller caller, String key, Row row) {
    Documents.Checked checked =
        documents.check(caller, new DocumentText(row.format(), row.text(), null));
    return new Draft(
        key,
        row.format(),
        row.text(),
        checked.document(),
        row.revision(),
        row.savedAt(),
        row.savedBy(),
        checked.problems(),
        checked.warnings());
  }

  /** A draft's text, or what the engine has where somebody saved a draft in another way since. */
  private record Row(
      String format,
      String text,
      String revision,
      Instant savedAt,
      String savedBy,
      boolean stored) {

    static Row of(DraftTexts.Row row) {
      return new Row(row.format(), row.text(), row.revision(), row.savedAt(), row.savedBy(), true);
    }

    static Row of(Definitions.Draft draft, boolean stored) {
      String text = draft.definition().toJson().toPrettyString();
      return new Row(
          "json", text, DraftTexts.revision("json", text), draft.at(), draft.by().id(), stored);
    }
  }

  private Optional<Row> current(Caller caller, String key) {
    Optional<Definitions.Draft> kept =
        engines.of(caller).definitions().savedDraft(caller.tenant(), key);
    Optional<DraftTexts.Row> text = texts.find(caller.tenant(), key);
    if (text.isEmpty()) {
      return kept.map(draft -> Row.of(draft, false));
    }
    boolean same =
        kept.isEmpty()
            || text.get().engineRevision() == null
            || kept.get().revision().equals(text.get().engineRevision());
    return Optional.of(same ? Row.of(text.get()) : Row.of(kept.get(), true));
  }

  private static NotFoundException missing(Caller caller, String key) {
    return new NotFoundException("tenant " + caller.tenant() + " has no draft of \"" + key + "\"");
  }

  /**
   * Saves a draft.
   *
   * @param known the revision that it replaces; null: there is none yet
   */
  @Transactional
  Draft save(Caller caller, String key, DocumentText given, @Nullable String known) {
    Optional<Row> now = current(caller, key);
    String is = now.map(Row::revision).orElse(null);
    if (is == null ? known != null : !is.equals(known)) {
      throw new ConflictException(
          is == null
              ? "there is no draft of \"" + key + "\" any more; save it as a new one"
              : "somebody saved the draft of \""
                  + key
                  + "\" meanwhile: "
                  + now.get().savedBy()
                  + " at "
                  + now.get().savedAt()
                  + "; look at it, and send its revision in If-Match");
    }
    String format = given.formatName();
    String text = given.written();
    DraftTexts.Row row =
        new DraftTexts.Row(
            format,
            text,
            DraftTexts.revision(format, text),
            inEngine(caller, key, given),
            Instant.now(),
            caller.userId());
    boolean saved =
        now.isPresent() && now.get().stored()
            ? texts.update(caller.tenant(), key, stored(caller, key), row)
            : texts.insert(caller.tenant(), key, row);
    if (!saved) {
      throw new ConflictException("somebody saved the draft of \"" + key + "\" at the same moment");
    }
    return draft(caller, key, Row.of(row));
  }

  private String stored(Caller caller, String key) {
    return texts.find(caller.tenant(), key).map(DraftTexts.Row::revision).orElse("");
  }

  /** The engine's revision; null: it cannot be read, and the engine keeps what it had. */
  private @Nullable String inEngine(Caller caller, String key, DocumentText given) {
    Definitions definitions = engines.of(caller).definitions();
    WorkflowDefinition definition;
    try {
      definition = WorkflowDefinition.parse(given.tree());
    } catch (InvalidDefinitionException e) {
      definitions.check(caller.tenant(), Json.object().put("key", key));
      return null;
    }
    if (!definition.key().equals(key)) {
      throw Refusal.of("key", "is \"" + definition.key() + "\" and not \"" + key + "\"");
    }
    definitions.saveDraft(caller.tenant(), definition, caller.actor());
    return definitions
        .savedDraft(caller.tenant(), key)
        .map(Definitions.Draft::revision)
        .orElse(null);
  }

  @Transactional
  void discard(Caller caller, String key) {
    if (current(caller, key).isEmpty()) {
      throw missing(caller, key);
    }
    engines.of(caller).definitions().discardDraft(caller.tenant(), key, caller.actor());
    texts.delete(caller.tenant(), key);
  }

  /** Publishes the draft, which is gone then. */
  @Transactional
  WorkflowDefinition publish(Caller caller, String key, @Nullable String known) {
    Row now = current(caller, key).orElseThrow(() -> missing(caller, key));
    if (known != null && !known.equals(now.revision())) {
      throw new ConflictException(
          "the draft of \"" + key + "\" was saved by " + now.savedBy() + " meanwhile; look at it");
    }
    Actor by = caller.actor();
    Definitions definitions = engines.of(caller).definitions();
    JsonNode document = new DocumentText(now.format(), now.text(), null).tree();
    WorkflowDefinition published = definitions.publish(caller.tenant(), document, by);
    definitions.discardDraft(caller.tenant(), key, by);
    texts.delete(caller.tenant(), key);
    return published;
  }
}
