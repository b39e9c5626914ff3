package dev.workflow.expression;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.workflow.Problems;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A JSON configuration whose texts may hold expressions, read once and evaluated many times.
 *
 * <p>Every text that is a value is a {@link Template}; keys are plain. A text that is exactly one
 * expression becomes a value of its JSON type.
 *
 * <p>Immutable and thread-safe; the document it is read from is copied. Parts without expressions
 * are shared among all results, so a result must not be changed.
 */
public final class ConfigTemplate {

  private final JsonNode source;
  private final ConfigPart root;
  private final Set<String> paths;
  private final Set<String> secrets;

  private ConfigTemplate(JsonNode source, ConfigPart root, Set<String> paths, Set<String> secrets) {
    this.source = source;
    this.root = root;
    this.paths = Collections.unmodifiableSet(paths);
    this.secrets = Collections.unmodifiableSet(secrets);
  }

  /**
   * Reads a configuration; a missing node is null.
   *
   * @throws InvalidExpressionException with every problem of every text, each with its JSON pointer
   */
  public static ConfigTemplate parse(JsonNode config) {
    return parse(config, new ConfigParser(true));
  }

  /**
   * Reads a configuration in which every text stays a text: what is exactly one expression is
   * written as it is within other text, and null counts as missing.
   *
   * @throws InvalidExpressionException with every problem of every text, each with its JSON pointer
   */
  public static ConfigTemplate parseTexts(JsonNode config) {
    return parse(config, new ConfigParser(false));
  }

  private static ConfigTemplate parse(JsonNode config, ConfigParser parser) {
    Problems problems = Problems.none();
    ConfigPart root =
        parser.parse(config.isMissingNode() ? NullNode.getInstance() : config, problems, 0);
    problems.throwIfAny(list -> new InvalidExpressionException("The configuration", list));
    return new ConfigTemplate(config.deepCopy(), root, parser.paths, parser.secrets);
  }

  /**
   * The configuration with its values.
   *
   * @throws ExpressionException as {@link Template#evaluate} does, with the {@linkplain
   *     ExpressionException#pointer() pointer} of the text; the bounds hold for all texts together
   */
  public JsonNode evaluate(JsonNode data, RenderContext context) {
    return root instanceof ConfigPart.Constant constant
        ? constant.value()
        : root.evaluate(new Rendering(data, context));
  }

  /**
   * The same, with rules of their own for what expressions put into the values of top-level keys.
   *
   * @param escaping the rules for a key; {@link Escaping#NONE} leaves those of the context
   */
  public JsonNode evaluate(
      JsonNode data, RenderContext context, Function<String, Escaping> escaping) {
    return evaluate(data, context, escaping, key -> false);
  }

  /**
   * The same, with keys in whose values a text that reads what is missing is left out alone.
   *
   * @param skipsMissing the top-level keys in whose values a {@link MissingText} stands for every
   *     text that reads what is missing
   */
  public JsonNode evaluate(
      JsonNode data,
      RenderContext context,
      Function<String, Escaping> escaping,
      Predicate<String> skipsMissing) {
    return root instanceof ConfigPart.Fields fields
        ? fields.evaluate(new Rendering(data, context), escaping, skipsMissing)
        : evaluate(data, context);
  }

  /** The configuration as it was written. A new tree each time. */
  public JsonNode source() {
    return source.deepCopy();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ConfigTemplate template && template.source.equals(source);
  }

  @Override
  public int hashCode() {
    return source.hashCode();
  }

  /** The configuration as JSON text. */
  @Override
  public String toString() {
    return source.toString();
  }

  /** The paths of the data that are read; see {@link Template#paths()}. */
  public Set<String> paths() {
    return paths;
  }

  /** The names of the secrets that are read; see {@link Template#secrets()}. */
  public Set<String> secrets() {
    return secrets;
  }

  /** Whether every evaluation gives the same. */
  public boolean isConstant() {
    return root instanceof ConfigPart.Constant;
  }

  /** Compiles a document from the leaves up. */
  private static final class ConfigParser {

    private static final int MAX_DEPTH = 64;

    private final Set<String> paths = new LinkedHashSet<>();
    private final Set<String> secrets = new LinkedHashSet<>();
    private final boolean typed;

    ConfigParser(boolean typed) {
      this.typed = typed;
    }

    ConfigPart parse(JsonNode node, Problems problems, int depth) {
      if (depth > MAX_DEPTH) {
        problems.add("a configuration is nested at most " + MAX_DEPTH + " deep; flatten it");
        return new ConfigPart.Constant(NullNode.getInstance());
      }
      if (node.isTextual()) {
        return text(node, problems);
      }
      if (node.isObject()) {
        List<String> names = new ArrayList<>(node.size());
        List<ConfigPart> values = new ArrayList<>(node.size());
        node.properties()
            .forEach(
                field -> {
                  names.add(field.getKey());
                  values.add(parse(field.getValue(), problems.at(field.getKey()), depth + 1));
                });
        return folded(new ConfigPart.Fields(List.copyOf(names), List.copyOf(values)), values);
      }
      if (node.isArray()) {
        List<ConfigPart> elements = new ArrayList<>(node.size());
        for (int i = 0; i < node.size(); i++) {
          elements.add(parse(node.get(i), problems.at(i), depth + 1));
        }
        return folded(new ConfigPart.Elements(List.copyOf(elements)), elements);
      }
      return new ConfigPart.Constant(node);
    }

    private ConfigPart text(JsonNode node, Problems problems) {
      if (!Template.containsExpression(node.textValue())) {
        return new ConfigPart.Constant(node);
      }
      try {
        Template template = Template.parse(node.textValue());
        paths.addAll(template.paths());
        secrets.addAll(template.secrets());
        ConfigPart part = new ConfigPart.Text(template, problems.pointer(), typed);
        return template.isConstant() ? constant(part) : part;
      } catch (InvalidExpressionException e) {
        problems.addAll(e.problems());
        return new ConfigPart.Constant(node);
      }
    }

    private static ConfigPart folded(ConfigPart part, List<ConfigPart> children) {
      return children.stream().allMatch(ConfigPart.Constant.class::isInstance)
          ? constant(part)
          : part;
    }

    /** A part without expressions reads nothing of its rendering. */
    private static ConfigPart constant(ConfigPart part) {
      RenderContext any = RenderContext.of(Instant.EPOCH, ZoneOffset.UTC);
      return new ConfigPart.Constant(
          part.evaluate(new Rendering(JsonNodeFactory.instance.objectNode(), any)));
    }
  }
}
