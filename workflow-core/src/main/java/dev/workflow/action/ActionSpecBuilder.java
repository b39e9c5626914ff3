package dev.workflow.action;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.Problems;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * Describes an action key by key. Defaults: no aliases, no keys, no output, no example, secrets
 * refused. Not thread-safe.
 */
public final class ActionSpecBuilder {

  final String type;
  final String summary;
  final List<ActionKey> keys = new ArrayList<>();
  final List<KeyRule> rules = new ArrayList<>();
  List<String> aliases = List.of();
  Set<String> ofStep = Set.of();
  String output = "";
  String example = "";
  boolean takesSecrets;

  ActionSpecBuilder(String type, String summary) {
    this.type = type;
    this.summary = summary;
  }

  private ActionSpecBuilder(ActionSpecBuilder from) {
    this(from.type, from.summary);
    keys.addAll(from.keys);
    rules.addAll(from.rules);
    aliases = from.aliases;
    ofStep = from.ofStep;
    output = from.output;
    example = from.example;
    takesSecrets = from.takesSecrets;
  }

  /** Other names that documents may use. */
  public ActionSpecBuilder aliases(String... names) {
    aliases = List.of(names);
    return this;
  }

  /** A key that must be there. */
  public ActionSpecBuilder required(String name, KeyType keyType, String description) {
    keys.add(new ActionKey(name, keyType, true, List.of(), description));
    return this;
  }

  /** A key that must be there and holds one of some values. */
  public ActionSpecBuilder requiredOneOf(String name, List<String> allowed, String description) {
    keys.add(new ActionKey(name, KeyType.TEXT, true, allowed, description));
    return this;
  }

  /** A key that may be left out. */
  public ActionSpecBuilder optional(String name, KeyType keyType, String description) {
    keys.add(new ActionKey(name, keyType, false, List.of(), description));
    return this;
  }

  /** A key that may be left out and holds one of some values. */
  public ActionSpecBuilder optionalOneOf(String name, List<String> allowed, String description) {
    keys.add(new ActionKey(name, KeyType.TEXT, false, allowed, description));
    return this;
  }

  /** At least one of these keys must be there. */
  public ActionSpecBuilder anyOf(String... names) {
    rules.add(new KeyRule.AnyOf(List.of(names)));
    return this;
  }

  /** The two keys must not be there together. */
  public ActionSpecBuilder exclusive(String one, String other) {
    rules.add(new KeyRule.Exclusive(one, other));
    return this;
  }

  /** The first key must not be there without the second. */
  public ActionSpecBuilder needs(String key, String needed) {
    rules.add(new KeyRule.Needs(key, needed));
    return this;
  }

  /**
   * Checks what the description cannot say, on the configuration as written and again as rendered.
   */
  public ActionSpecBuilder check(BiConsumer<JsonNode, Problems> check) {
    rules.add(new KeyRule.Check(check));
    return this;
  }

  /** Keys of the step that people look for in its configuration. */
  ActionSpecBuilder ofStep(String... names) {
    ofStep = Set.of(names);
    return this;
  }

  /** What the step's output holds, in Markdown. */
  public ActionSpecBuilder output(String markdown) {
    output = markdown;
    return this;
  }

  /** A configuration as JSON text. */
  public ActionSpecBuilder example(String json) {
    example = json.strip();
    return this;
  }

  /**
   * Allows {@code {{secret.name}}}: for an action that neither stores nor shows what it is given.
   */
  public ActionSpecBuilder takesSecrets() {
    takesSecrets = true;
    return this;
  }

  public ActionSpec build() {
    return new ActionSpec(new ActionSpecBuilder(this));
  }
}
