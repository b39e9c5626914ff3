package dev.workflow.action;

import java.util.List;

/** Writes the reference page of the actions from their descriptions. */
final class ActionReference {

  private static final String INTRODUCTION =
      """
      # Actions

      The actions that come with the engine. This page is written from the descriptions that also
      check the configurations, so it cannot differ from what the engine does.

      Every value may hold `{{ }}` expressions. Unknown keys, missing keys, wrong types and values
      outside a closed set are found when a workflow is published. Where a value holds an expression,
      its type is checked when the step runs: a value that does not fit fails the step for good, with
      a reason that names the key. A number is then as good as a text, and `null` or an empty text
      leaves an optional key out.

      An expression may not hold a secret here: what these actions are given is stored or shown.

      A message goes into the outbox together with the step's result, one for every recipient, each
      recipient once. Copies (`cc`, `bcc`) travel with the first e-mail only, so whoever is copied gets
      one. An address that cannot be used is reported in the output and stops nobody else; if none is
      left, the step fails and says why of each. See [Recipients](../recipients.md) and
      [Templates](../templates.md).

      The actions on records reach the host's data through its `RecordGateway` with the step's
      idempotency key. Without a gateway such a step is BLOCKED and says so.
      """;

  private ActionReference() {}

  static String page(List<ActionSpec> specs) {
    StringBuilder page = new StringBuilder(INTRODUCTION);
    specs.forEach(spec -> section(spec, page));
    return page.toString();
  }

  private static void section(ActionSpec spec, StringBuilder page) {
    page.append("\n## `").append(spec.type()).append("`\n\n").append(spec.summary());
    if (!spec.aliases().isEmpty()) {
      page.append(" Also accepted as `").append(String.join("`, `", spec.aliases())).append("`.");
    }
    page.append("\n\n| key | value | required | meaning |\n| --- | --- | --- | --- |\n");
    spec.keys().forEach(key -> row(key, page));
    if (!spec.rules().isEmpty()) {
      page.append('\n').append(String.join(" ", spec.rules())).append('\n');
    }
    page.append("\nOutput: ").append(spec.output()).append(".\n");
    page.append("\n```json\n").append(spec.example()).append("\n```\n");
  }

  private static void row(ActionKey key, StringBuilder page) {
    String value =
        key.allowed().isEmpty()
            ? key.type().label()
            : "`" + String.join("`, `", key.allowed()) + "`";
    page.append("| `")
        .append(key.name())
        .append("` | ")
        .append(value)
        .append(" | ")
        .append(key.required() ? "yes" : "")
        .append(" | ")
        .append(key.description())
        .append(" |\n");
  }
}
