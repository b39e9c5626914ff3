package dev.workflow.internal.service;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.instance.HistoryEntry;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Words for what somebody did to a task, to follow their name. */
final class TaskActWords {

  private static final int SHOWN = 10;

  private TaskActWords() {}

  static String of(HistoryEntry.TaskAct act) {
    JsonNode detail = act.detail();
    return switch (act.act()) {
      case "claim" -> "is at it";
      case "release" -> "gives it back for others";
      case "assign" -> "assigns it" + from(detail) + " to " + text(detail, "to");
      case "allocate" ->
          detail.has("to")
              ? "gives it to " + text(detail, "to") + " (" + allocation(detail) + ")"
              : "finds nobody to give it to (" + text(detail, "how") + ")";
      case "delegate" -> "delegates it to " + text(detail, "to");
      case "resolve" -> "gives it back to " + text(detail, "to");
      case "answer_early" ->
          "answers it before its turn: " + Story.shortened(detail.path("answer").toString());
      case "keep_as_draft" -> "keeps the answer as a draft: " + text(detail, "reason");
      case "revoke" -> "takes the answer back";
      case "reopen" -> "opens it anew";
      case "send_back" -> "sends it back to " + text(detail, "to");
      case "move_to" ->
          "moves the instance to it" + (detail.has("reason") ? ": " + text(detail, "reason") : "");
      case "do_anew" -> "lets it be done anew";
      case "suspend" -> "puts it aside" + until(detail);
      case "resume" -> "takes it up again";
      case "decline" ->
          "declines it"
              + (detail.hasNonNull("text") ? ": " + Story.shortened(text(detail, "text")) : "");
      case "helpers" -> helpers(detail);
      case "fail" -> "says that it cannot be done, code " + text(detail, "code");
      case "claim_ends" ->
          "warns " + text(detail, "of") + " that the claim ends at " + text(detail, "at");
      case "lapse" -> "ends the claim of " + text(detail, "from");
      case "save" -> "saves a draft, version " + detail.path("version").asText();
      case "comment" -> "says: " + Story.shortened(text(detail, "text"));
      case "attach" ->
          "attaches " + text(detail, "name") + type(detail) + ": " + text(detail, "uri");
      case "set_due" -> "wants it" + change(detail, "without a due date", "due ");
      case "set_follow_up" -> "shows it" + change(detail, "at once", "from ");
      case "set_priority" ->
          "changes its priority from "
              + detail.path("from").asText()
              + " to "
              + detail.path("to").asText();
      case "vote" ->
          (detail.path("approved").booleanValue() ? "approves: " : "rejects: ")
              + Story.shortened(detail.path("answer").toString());
      case "escalate" ->
          (detail.has("role")
                  ? "escalates it to the role " + text(detail, "role")
                  : "escalates it" + from(detail) + " to " + text(detail, "to"))
              + (detail.has("due") ? ", due " + text(detail, "due") : "");
      case "remind" -> "reminds of it, due " + text(detail, "due");
      case "tell" -> "tells " + people(detail.path("to")) + " by " + text(detail, "channel");
      default -> act.act() + (detail.isEmpty() ? "" : ": " + Story.shortened(detail.toString()));
    };
  }

  private static String allocation(JsonNode detail) {
    return text(detail, "how") + ", of " + text(detail, "among");
  }

  /** Ten by name, the rest by number. */
  private static String people(JsonNode to) {
    List<String> names = new ArrayList<>();
    to.forEach(name -> names.add(name.asText()));
    int shown = Math.min(SHOWN, names.size() - 1);
    String last = shown == names.size() - 1 ? names.get(shown) : names.size() - shown + " more";
    return shown == 0 ? last : String.join(", ", names.subList(0, shown)) + " and " + last;
  }

  private static String helpers(JsonNode detail) {
    List<String> done = new ArrayList<>();
    if (!detail.path("added").isEmpty()) {
      done.add("lets " + names(detail.path("added")) + " help");
    }
    if (!detail.path("removed").isEmpty()) {
      done.add("goes on without the help of " + names(detail.path("removed")));
    }
    return done.isEmpty() ? "changes no helpers" : String.join(" and ", done);
  }

  private static String names(JsonNode array) {
    List<String> names = new ArrayList<>();
    array.forEach(name -> names.add(name.asText()));
    return Story.shortened(String.join(", ", names));
  }

  private static String from(JsonNode detail) {
    return detail.hasNonNull("from") ? " from " + text(detail, "from") : "";
  }

  private static String until(JsonNode detail) {
    return detail.hasNonNull("until") ? " until " + text(detail, "until") : "";
  }

  private static String type(JsonNode detail) {
    return detail.hasNonNull("type") ? " (" + text(detail, "type") + ")" : "";
  }

  private static String change(JsonNode detail, String none, String some) {
    String to = value(detail, "to");
    String before = value(detail, "from");
    return " " + (to == null ? none : some + to) + (before == null ? "" : ", before " + before);
  }

  private static @Nullable String value(JsonNode detail, String key) {
    return detail.hasNonNull(key) ? text(detail, key) : null;
  }

  private static String text(JsonNode detail, String key) {
    return detail.path(key).asText();
  }
}
