package dev.workflow.definition;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.expression.Template;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The forms of names, and the names of actions that stand for another. */
final class Names {

  static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9_-]{0,99}");
  static final Pattern ACTION = Pattern.compile("[a-z][a-z0-9_]{0,99}");
  static final Pattern EVENT = Pattern.compile("(?=.{1,100}$)[a-z0-9_-]+(\\.[a-z0-9_-]+)*");
  static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_-]{0,99}");

  /** An action by the name of the process it comes from, with the role that performs it. */
  record Named(String action, @Nullable String role) {}

  static final Map<String, Named> NAMED = new LinkedHashMap<>();

  static final Map<String, String> ALIASES =
      Map.of("email_send", "send_email", "whatsapp_send", "send_whatsapp", "sms_send", "send_sms");

  static {
    NAMED.put("APPROVAL_LAWYER", new Named("approval", "LAWYER"));
    NAMED.put("SIGNATURE_CLIENT", new Named("signature", "CLIENT"));
    NAMED.put("REQUEST_DOC_CLIENT", new Named("request_document", "CLIENT"));
    NAMED.put("PAYMENT_CLIENT", new Named("payment", "CLIENT"));
    NAMED.put("CHECKLIST", new Named("checklist", null));
  }

  private Names() {}

  static String id(Fields fields, String key) {
    return fields.named(
        key,
        "lower-case letters, digits, \"-\" and \"_\", at most 100",
        ID,
        "is not a name: begin with a lower-case letter or digit, then letters, digits, \"-\" or"
            + " \"_\", at most 100");
  }

  static String event(Fields fields, String key) {
    return fields.named(
        key,
        "the type of an event, such as \"lead.created\"",
        EVENT,
        "is not an event type: dotted lower case, such as \"deal.stage_changed\"");
  }

  static String action(Fields fields) {
    String written = fields.get("action").asText();
    if (NAMED.containsKey(written)) {
      return NAMED.get(written).action();
    }
    String name =
        fields.named(
            "action",
            "the name of an action, such as \"send_email\"",
            ACTION,
            "is not the name of an action: lower snake case, such as \"send_email\"");
    return ALIASES.getOrDefault(name, name);
  }

  /** The role that goes without saying: by the action's name, or by an approval's configuration. */
  static @Nullable String role(Fields fields) {
    String action = fields.get("action").asText();
    Named named = NAMED.get(action);
    if (named != null) {
      return named.role();
    }
    JsonNode approver = fields.get("config").path("approverRole");
    boolean fixed = approver.isTextual() && !Template.containsExpression(approver.textValue());
    return action.equals("approval") && fixed ? approver.textValue() : null;
  }

  /** The name in the right form that somebody probably meant, or the empty text. */
  static String likely(String text, Pattern form) {
    if (form == ACTION) {
      for (String name : NAMED.keySet()) {
        if (name.equalsIgnoreCase(text)) {
          return name;
        }
      }
    }
    String gap = form == ID ? "-" : "_";
    String words = text.strip().replaceAll("([a-z0-9])([A-Z])", "$1_$2");
    String name =
        words
            .toLowerCase(Locale.ROOT)
            .replaceAll(form == EVENT ? "[^a-z0-9_.-]+" : "[^a-z0-9_-]+", gap);
    String likely = form == ACTION ? name.replace('-', '_') : name;
    return text.length() <= 100 && form.matcher(likely).matches() ? likely : "";
  }
}
