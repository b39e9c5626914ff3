package dev.workflow.definition;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import dev.workflow.InvalidDefinitionException;
import dev.workflow.Problem;
import java.util.List;
import org.yaml.snakeyaml.LoaderOptions;

/** From text to a JSON tree, bounded. */
final class DefinitionTexts {

  private static final int MAX_CHARACTERS = 1 << 20;
  private static final int MAX_DEPTH = 200;
  private static final int MAX_ALIASES = 50;

  private static final StreamReadConstraints CONSTRAINTS =
      StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).maxNumberLength(100).build();

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .nodeFactory(JsonNodeFactory.withExactBigDecimals(true))
          .build();

  private static final ObjectMapper YAML = new ObjectMapper(yamlFactory());

  static {
    JSON.getFactory().setStreamReadConstraints(CONSTRAINTS);
  }

  private DefinitionTexts() {}

  private static YAMLFactory yamlFactory() {
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(MAX_CHARACTERS);
    options.setMaxAliasesForCollections(MAX_ALIASES);
    options.setNestingDepthLimit(MAX_DEPTH);
    options.setAllowDuplicateKeys(false);
    YAMLFactory factory =
        YAMLFactory.builder()
            .loaderOptions(options)
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    factory.configure(JsonParser.Feature.ALLOW_COMMENTS, true);
    return factory;
  }

  static JsonNode json(String text) {
    return read(JSON, text, "JSON");
  }

  static JsonNode yaml(String text) {
    return read(YAML, text, "YAML");
  }

  private static JsonNode read(ObjectMapper mapper, String text, String language) {
    if (text.length() > MAX_CHARACTERS) {
      throw refused(
          "has " + text.length() + " characters; at most " + MAX_CHARACTERS + " are allowed");
    }
    try {
      JsonNode tree = mapper.readTree(text);
      if (tree == null || tree.isMissingNode()) {
        throw refused("is empty; a workflow is an object with \"key\", \"name\" and \"steps\"");
      }
      return tree;
    } catch (JsonProcessingException e) {
      String place =
          e.getLocation() == null
              ? ""
              : " in line "
                  + e.getLocation().getLineNr()
                  + ", column "
                  + e.getLocation().getColumnNr();
      throw refused("is not " + language + place + ": " + e.getOriginalMessage());
    }
  }

  private static InvalidDefinitionException refused(String message) {
    return new InvalidDefinitionException(
        "The workflow document", List.of(new Problem("", message)));
  }

  static String toYaml(JsonNode json) {
    try {
      return YAML.writeValueAsString(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a JSON tree can always be written as YAML", e);
    }
  }
}
