package dev.workflow.definition;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.JsonGeneratorDelegate;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import com.fasterxml.jackson.dataformat.yaml.util.StringQuotingChecker;
import dev.workflow.InvalidDefinitionException;
import dev.workflow.Problem;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * Documents as text: from JSON and YAML to a tree, bounded, and from a tree to YAML. For editors,
 * which show and convert what does not make a definition yet; {@link WorkflowDefinition#parse} and
 * {@link WorkflowDefinition#parseYaml} read one. Thread-safe.
 */
public final class DefinitionTexts {

  private static final StreamReadConstraints CONSTRAINTS =
      StreamReadConstraints.builder()
          .maxNestingDepth(CanonicalTree.MAX_DEPTH)
          .maxNumberLength(CanonicalTree.MAX_DIGITS)
          .maxNameLength(CanonicalTree.MAX_SIZE)
          .build();

  private static final ObjectMapper JSON =
      JsonMapper.builder(JsonFactory.builder().streamReadConstraints(CONSTRAINTS).build())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .nodeFactory(JsonNodeFactory.withExactBigDecimals(true))
          .build();

  private static final YAMLFactory YAML = yamlFactory();
  private static final ObjectMapper YAML_WRITER = new ObjectMapper(YAML);

  private DefinitionTexts() {}

  private static YAMLFactory yamlFactory() {
    return YAMLFactory.builder()
        .streamReadConstraints(CONSTRAINTS)
        .loaderOptions(loaderOptions())
        .stringQuotingChecker(new PlainWords())
        .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
        .disable(YAMLGenerator.Feature.SPLIT_LINES)
        .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
        .build();
  }

  private static LoaderOptions loaderOptions() {
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(CanonicalTree.MAX_SIZE);
    options.setNestingDepthLimit(CanonicalTree.MAX_DEPTH);
    return options;
  }

  /** Leaves out the quotes only where no YAML reader of any age can see more than words. */
  private static final class PlainWords extends StringQuotingChecker {

    private static final long serialVersionUID = 1L;

    /** Possessive: a group that can be left again takes a stack frame for every word. */
    private static final Pattern PLAIN =
        Pattern.compile("[A-Za-z][A-Za-z0-9_./-]*+(?: [A-Za-z0-9_./-]++)*+");

    @Override
    public boolean needToQuoteName(String name) {
      return needToQuoteValue(name);
    }

    @Override
    public boolean needToQuoteValue(String value) {
      return !PLAIN.matcher(value).matches() || isReservedKeyword(value);
    }
  }

  /**
   * A JSON text as a tree, whatever it says.
   *
   * @throws InvalidDefinitionException if it is no JSON, has a key twice, or is larger than a
   *     document may be
   */
  public static JsonNode json(String text) {
    limit(text);
    try {
      return present(JSON.readTree(text));
    } catch (JsonProcessingException e) {
      throw refused(
          "is not JSON" + place(e) + ": " + DocumentWording.reason(e.getOriginalMessage()));
    } catch (NumberFormatException e) {
      throw refused("holds a number beyond reason: " + DocumentWording.reason(e.getMessage()));
    }
  }

  /**
   * A YAML text as the tree of the same JSON, whatever it says.
   *
   * @throws InvalidDefinitionException if it is no YAML, has a key twice, or is larger than a
   *     document may be
   */
  public static JsonNode yaml(String text) {
    limit(text);
    try (YAMLParser parser = YAML.createParser(text)) {
      return present(YamlTree.read(parser, ScalarAnchors.in(text, loaderOptions())));
    } catch (YamlTree.RefusedException e) {
      throw refused("is not to be read " + e.getMessage());
    } catch (JsonProcessingException e) {
      throw refused(
          "is not YAML" + place(e) + ": " + DocumentWording.reason(e.getOriginalMessage()));
    } catch (IOException | YAMLException | NumberFormatException e) {
      throw refused("is not YAML: " + DocumentWording.reason(e.getMessage()));
    }
  }

  private static void limit(String text) {
    if (text.length() > CanonicalTree.MAX_SIZE) {
      throw refused(DocumentWording.tooLong(text.length(), CanonicalTree.MAX_SIZE));
    }
  }

  private static JsonNode present(@Nullable JsonNode tree) {
    if (tree == null || tree.isMissingNode()) {
      throw refused("is empty; a workflow is an object with \"key\" and \"steps\"");
    }
    return tree;
  }

  private static String place(JsonProcessingException e) {
    return e.getLocation() == null || e.getLocation().getLineNr() < 0
        ? ""
        : " in line " + e.getLocation().getLineNr() + ", column " + e.getLocation().getColumnNr();
  }

  private static InvalidDefinitionException refused(String message) {
    return new InvalidDefinitionException(
        "The workflow document", List.of(new Problem("", message)));
  }

  /** Quotes texts with line breaks that a block of YAML would read back as another one. */
  private static final class ExactTexts extends JsonGeneratorDelegate {

    private static final Pattern OTHER_BREAKS = Pattern.compile("[\\u0085\\u2028\\u2029]");

    private final YAMLGenerator yaml;

    ExactTexts(YAMLGenerator yaml) {
      super(yaml);
      this.yaml = yaml;
    }

    @Override
    public void writeString(String text) throws IOException {
      boolean quote = OTHER_BREAKS.matcher(text).find();
      yaml.configure(YAMLGenerator.Feature.MINIMIZE_QUOTES, !quote);
      yaml.writeString(text);
    }
  }

  /** A tree as YAML, which {@link #yaml} reads back as the same. */
  public static String toYaml(JsonNode json) {
    StringWriter text = new StringWriter();
    try (JsonGenerator generator = new ExactTexts(YAML.createGenerator(text))) {
      YAML_WRITER.writeTree(generator, json);
      generator.flush();
      return text.toString();
    } catch (IOException e) {
      throw new IllegalStateException("a JSON tree can always be written as YAML", e);
    }
  }
}
