package dev.workflow.action;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Problems;
import dev.workflow.action.KeyType.Phase;
import dev.workflow.expression.Escaping;
import dev.workflow.expression.InvalidExpressionException;
import dev.workflow.expression.Template;
import dev.workflow.internal.text.DidYouMean;
import dev.workflow.internal.text.Wording;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The specification of an action, its names, keys and output: the one source of its validation, of
 * the checks on its rendered configuration, and of its reference page. Handlers of the host may use
 * it as well.
 *
 * <pre>{@code
 * ActionSpec spec =
 *     ActionSpec.builder("add_tag", "Adds a tag to a record.")
 *         .required("tag", KeyType.TEXT, "the tag")
 *         .optional("entity_type", KeyType.TEXT, "the kind of record")
 *         .output("`tags`: all tags of the record")
 *         .build();
 * }</pre>
 *
 * <p>Immutable and thread-safe.
 */
public final class ActionSpec {

  private static final String SECRET =
      "a secret would be stored or shown in clear; this action does not take secrets";

  private final ActionSpecBuilder parts;
  private final List<ActionKey> keys;
  private final List<KeyRule> rules;
  private final List<String> names;

  ActionSpec(ActionSpecBuilder parts) {
    this.parts = parts;
    this.keys = List.copyOf(parts.keys);
    this.rules = List.copyOf(parts.rules);
    this.names = keys.stream().map(ActionKey::name).toList();
  }

  /** Describes an action, at first one without any keys. */
  public static ActionSpecBuilder builder(String type, String summary) {
    return new ActionSpecBuilder(type, summary);
  }

  /** The action's name in documents. */
  public String type() {
    return parts.type;
  }

  /** Other names that documents may use for the action. */
  public List<String> aliases() {
    return parts.aliases;
  }

  /** What the action does, in one sentence. */
  public String summary() {
    return parts.summary;
  }

  /** What the step's output holds, in Markdown. */
  public String output() {
    return parts.output;
  }

  /** A configuration as JSON text, or empty. */
  public String example() {
    return parts.example;
  }

  /** The keys in the order in which people read about them. */
  public List<ActionKey> keys() {
    return keys;
  }

  /** The key of this name. */
  public Optional<ActionKey> key(String name) {
    return keys.stream().filter(key -> key.name().equals(name)).findFirst();
  }

  /** Whether its value names recipients, each of whom stands for themselves. */
  boolean skipsMissing(String name) {
    return key(name).map(key -> key.type().recipients()).orElse(false);
  }

  /** What must happen to what expressions put into the value of a key. */
  Escaping escaping(String name) {
    return key(name).map(key -> key.type().escaping()).orElse(Escaping.NONE);
  }

  /** What holds between keys, one sentence each. */
  public List<String> rules() {
    return rules.stream().map(KeyRule::words).filter(words -> !words.isEmpty()).toList();
  }

  /**
   * The configuration as JSON Schema, which says what it can: not all that {@link #validate} finds.
   * A property has the kind of its value as {@code x-kind}, such as {@code email} or {@code
   * workflow}; what holds between keys stands in {@code x-rules}, what the step gives in {@code
   * x-output}, each in words. A new tree each time.
   */
  public ObjectNode schema() {
    return ActionSchema.of(this);
  }

  /** Finds what is wrong with a configuration as its author wrote it, expressions included. */
  public void validate(JsonNode config, Problems problems) {
    check(config, Phase.WRITTEN, problems);
    if (!parts.takesSecrets) {
      refuseSecrets(config, problems);
    }
  }

  /** Finds what is wrong with a configuration whose expressions have been worked out. */
  public void verify(JsonNode config, Problems problems) {
    check(config, Phase.RENDERED, problems);
  }

  private void check(JsonNode given, Phase phase, Problems problems) {
    JsonNode config =
        given.isMissingNode() || given.isNull() ? JsonNodeFactory.instance.objectNode() : given;
    if (!config.isObject()) {
      problems.add(Wording.expected("an object" + listed(" with "), config));
      return;
    }
    config.fieldNames().forEachRemaining(name -> checkKnown(name, problems));
    keys.forEach(key -> key.check(config, phase, problems.at(key.name())));
    Set<String> present =
        keys.stream()
            .filter(key -> key.isIn(config))
            .map(ActionKey::name)
            .collect(Collectors.toSet());
    rules.forEach(rule -> rule.check(config, present::contains, problems));
  }

  private void checkKnown(String name, Problems problems) {
    if (names.contains(name)) {
      return;
    }
    problems.at(name).add("unknown key " + Wording.quoted(name) + remedy(name));
  }

  private String remedy(String name) {
    if (parts.ofStep.contains(name)) {
      return "; it is a key of the step: write it beside \"config\", not inside";
    }
    String suggestion = DidYouMean.suffix(name, names);
    return suggestion.isEmpty() ? "; " + takes() : suggestion;
  }

  private String takes() {
    return type() + (names.isEmpty() ? " takes no keys" : listed(" takes "));
  }

  private String listed(String before) {
    return names.isEmpty() ? "" : before + String.join(", ", names);
  }

  private static void refuseSecrets(JsonNode node, Problems problems) {
    if (node.isTextual()) {
      if (holdsSecret(node.textValue())) {
        problems.add(SECRET);
      }
    } else if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        refuseSecrets(node.get(i), problems.at(i));
      }
    } else {
      node.properties()
          .forEach(field -> refuseSecrets(field.getValue(), problems.at(field.getKey())));
    }
  }

  /** An expression that cannot be read is reported by whoever reads the document. */
  private static boolean holdsSecret(String text) {
    try {
      return Template.containsExpression(text) && !Template.parse(text).secrets().isEmpty();
    } catch (InvalidExpressionException e) {
      return false;
    }
  }

  @Override
  public String toString() {
    return type() + names;
  }
}
