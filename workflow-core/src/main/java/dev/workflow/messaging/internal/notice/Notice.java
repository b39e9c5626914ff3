package dev.workflow.messaging.internal.notice;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Json;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Something that people are to be told of a task, before it is known who they are. Immutable.
 *
 * @param by who did what it tells, and is not told; null: nobody
 * @param act what was done, in lower case; null: nothing in particular
 * @param from who had it before; null: nobody
 * @param to who has it then, or who is to be told; null: whoever it is by the document
 * @param role who may do it besides; null: nobody else
 */
record Notice(
    Kind kind,
    @Nullable String by,
    @Nullable String act,
    @Nullable String from,
    @Nullable String to,
    @Nullable String role) {

  /** Why people are told. */
  enum Kind {
    /** It can be done now, or again. */
    READY,
    /** Somebody has given it to them. */
    GIVEN,
    /** It is due, or overdue. */
    REMINDER,
    /** Their claim ends unless they do something. */
    CLAIM_ENDS,
    /** Nobody has done it for some time. */
    ESCALATED,
    /** It is theirs no more, or somebody has acted in their place. */
    TAKEN;

    String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static Notice of(Kind kind) {
    return new Notice(kind, null, null, null, null, null);
  }

  Notice by(@Nullable String actor, @Nullable String what) {
    return new Notice(kind, actor, what, from, to, role);
  }

  Notice to(@Nullable String actor) {
    return new Notice(kind, by, act, from, actor, role);
  }

  Notice from(@Nullable String actor) {
    return new Notice(kind, by, act, actor, to, role);
  }

  Notice role(@Nullable String name) {
    return new Notice(kind, by, act, from, to, name);
  }

  /** Whether nothing can make it needless. */
  boolean fixed() {
    return kind == Kind.TAKEN;
  }

  ObjectNode toJson() {
    ObjectNode json = Json.object().put("kind", kind.text());
    put(json, "by", by);
    put(json, "act", act);
    put(json, "from", from);
    put(json, "to", to);
    put(json, "role", role);
    return json;
  }

  private static void put(ObjectNode json, String key, @Nullable String value) {
    if (value != null) {
      json.put(key, value);
    }
  }

  static Notice of(JsonNode json) {
    return new Notice(
        Kind.valueOf(json.path("kind").asText().toUpperCase(Locale.ROOT)),
        json.path("by").textValue(),
        json.path("act").textValue(),
        json.path("from").textValue(),
        json.path("to").textValue(),
        json.path("role").textValue());
  }
}
