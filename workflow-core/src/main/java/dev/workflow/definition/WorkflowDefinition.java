package dev.workflow.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.InvalidDefinitionException;
import dev.workflow.WorkflowRef;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One version of a workflow. Immutable and thread-safe; equal if it says the same.
 *
 * <p>Read from JSON or YAML with {@link #parse} and {@link #parseYaml}, or written in Java with
 * {@link #builder}.
 *
 * @param key unique in its tenant
 * @param version 0 until it is published
 * @param name what people call it; the key by default
 * @param enabled whether anything starts it; true by default. {@link
 *     dev.workflow.Definitions#disable} and {@code enable} overrule it
 * @param priority higher starts first; 0 by default
 * @param subject the type of subject it is about; null: any
 * @param caseOwner who gets the tasks of an instance; nobody in particular by default
 * @param concurrency {@link Concurrency#ALLOW} by default
 * @param governed whether it starts only for subjects whose effective workflow it is; false by
 *     default
 * @param records the host's records that its steps see, by the name under which they see them
 * @param exits what ends it
 * @param rateLimit null: none
 * @param channelLimits how many messages its instances send on a channel, by channel; none by
 *     default
 * @param backlog {@link Backlog.All} by default
 * @param terms named, typed commercial terms that override the tenant's
 */
public record WorkflowDefinition(
    String key,
    int version,
    String name,
    @Nullable String description,
    boolean enabled,
    int priority,
    @Nullable String subject,
    List<Trigger> triggers,
    CaseOwner caseOwner,
    Concurrency concurrency,
    boolean governed,
    Map<String, RecordUse> records,
    List<Exit> exits,
    @Nullable RateLimit rateLimit,
    Map<String, RateLimit> channelLimits,
    Backlog backlog,
    Map<String, JsonNode> terms,
    List<Step> steps) {

  public WorkflowDefinition {
    triggers = List.copyOf(triggers);
    records = Collections.unmodifiableMap(new LinkedHashMap<>(records));
    exits = List.copyOf(exits);
    channelLimits = Collections.unmodifiableMap(new LinkedHashMap<>(channelLimits));
    Map<String, JsonNode> copy = new LinkedHashMap<>();
    terms.forEach((term, value) -> copy.put(term, value.deepCopy()));
    terms = Collections.unmodifiableMap(copy);
    steps = List.copyOf(steps);
  }

  /**
   * Reads a JSON document of at most 1 MB, with at most 1,000 steps, 64 deep.
   *
   * @throws InvalidDefinitionException with every problem and its place, in the order of the
   *     document
   */
  public static WorkflowDefinition parse(String json) {
    return DefinitionReader.read(DefinitionTexts.json(json));
  }

  /**
   * Reads a JSON document; the same limits hold. The tree is copied.
   *
   * @throws InvalidDefinitionException with every problem and its place, in the order of the
   *     document
   */
  public static WorkflowDefinition parse(JsonNode json) {
    return DefinitionReader.read(json);
  }

  /**
   * Reads a JSON document and checks its actions at the same time, so that both kinds of mistakes
   * are told together. {@link dev.workflow.Definitions#publish(dev.workflow.TenantId, JsonNode,
   * dev.workflow.Actor)} does it with the engine's actions.
   *
   * @throws InvalidDefinitionException with every problem and its place, in the order of the
   *     document
   */
  public static WorkflowDefinition parse(JsonNode json, ActionCatalog actions) {
    return DefinitionReader.read(json, actions);
  }

  /**
   * Reads the same document written as YAML. Anchors and aliases are copies; what they expand to
   * counts against the same limits.
   *
   * @throws InvalidDefinitionException with every problem and its place, in the order of the
   *     document
   */
  public static WorkflowDefinition parseYaml(String yaml) {
    return DefinitionReader.read(DefinitionTexts.yaml(yaml));
  }

  /** Begins a definition in Java. */
  public static DefinitionBuilder builder(String key) {
    return new DefinitionBuilder(key);
  }

  /**
   * The JSON document, without what is the default and without the version: one form for everything
   * that says the same. Parsing it gives an equal definition of version 0. A new tree each time.
   */
  public ObjectNode toJson() {
    return DefinitionWriter.write(this);
  }

  /** The same document as YAML. */
  public String toYaml() {
    return DefinitionTexts.toYaml(toJson());
  }

  /** The key with the version. */
  public WorkflowRef ref() {
    return WorkflowRef.of(key, version);
  }

  /** The same definition with another version. */
  public WorkflowDefinition withVersion(int published) {
    return new WorkflowDefinition(
        key,
        published,
        name,
        description,
        enabled,
        priority,
        subject,
        triggers,
        caseOwner,
        concurrency,
        governed,
        records,
        exits,
        rateLimit,
        channelLimits,
        backlog,
        terms,
        steps);
  }

  /** The same definition, enabled or not. */
  public WorkflowDefinition withEnabled(boolean value) {
    return new WorkflowDefinition(
        key,
        version,
        name,
        description,
        value,
        priority,
        subject,
        triggers,
        caseOwner,
        concurrency,
        governed,
        records,
        exits,
        rateLimit,
        channelLimits,
        backlog,
        terms,
        steps);
  }

  /** Who gets the tasks of an instance that have one role. */
  public enum CaseOwner {
    /** Nobody in particular. */
    NONE,
    /** Whoever takes the first of them. */
    FIRST_CLAIM
  }

  /** Every step at any depth, in document order. */
  public List<Step> allSteps() {
    List<Step> all = new ArrayList<>();
    collect(steps, all);
    return all;
  }

  private static void collect(List<Step> list, List<Step> all) {
    for (Step step : list) {
      all.add(step);
      step.nested().forEach(nested -> collect(nested, all));
      collect(step.settings().failure().onFailure(), all);
    }
  }

  /** A step at any depth. */
  public Optional<Step> step(String id) {
    return allSteps().stream().filter(step -> step.id().equals(id)).findFirst();
  }
}
