package dev.workflow.messaging;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.expression.ConfigTemplate;
import dev.workflow.expression.RenderContext;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** A template that is ready to be rendered. Immutable and thread-safe. */
public final class CompiledTemplate {

  /** The most characters that one message may have, all its parts together. */
  static final int MAX_OUTPUT = 500_000;

  /** The most work that one message may take, so that one to many takes seconds, not minutes. */
  static final int MAX_STEPS = 200_000;

  private final MessageTemplate template;
  private final Map<String, Map<String, ConfigTemplate>> bodies = new LinkedHashMap<>();

  private CompiledTemplate(MessageTemplate template) {
    this.template = template;
    template
        .variants()
        .forEach(
            (language, variant) -> {
              Map<String, ConfigTemplate> compiled = new LinkedHashMap<>();
              variant.forEach(
                  (channel, body) -> compiled.put(channel, TemplateBodies.compiled(channel, body)));
              bodies.put(language, compiled);
            });
  }

  public static CompiledTemplate of(MessageTemplate template) {
    return new CompiledTemplate(template);
  }

  public MessageTemplate template() {
    return template;
  }

  /** The channels that any language has a text for. */
  public Set<String> channels() {
    Set<String> channels = new TreeSet<>();
    bodies.values().forEach(variant -> channels.addAll(variant.keySet()));
    return channels;
  }

  /**
   * The language in which a channel is served: the wanted one, what it falls back to part by part
   * ({@code nl-BE} to {@code nl}), and then the template's fallback language.
   *
   * @param wanted a language tag; one that is none is as good as the fallback
   */
  public Optional<String> language(String channel, String wanted) {
    List<String> chain = Languages.canonical(wanted).map(Languages::chain).orElse(List.of());
    return Stream.concat(chain.stream(), Languages.chain(template.fallbackLanguage()).stream())
        .filter(language -> bodies.getOrDefault(language, Map.of()).containsKey(channel))
        .findFirst();
  }

  /** Whether a language is there itself or by what it falls back to part by part. */
  public boolean speaks(String wanted) {
    return Languages.canonical(wanted).map(Languages::chain).orElse(List.of()).stream()
        .anyMatch(bodies::containsKey);
  }

  /** The paths of the data that the text of a channel reads, in any language. */
  public Set<String> paths(Collection<String> channels) {
    Set<String> paths = new LinkedHashSet<>();
    for (Map<String, ConfigTemplate> variant : bodies.values()) {
      variant.forEach(
          (channel, body) -> {
            if (channels.contains(channel)) {
              paths.addAll(body.paths());
            }
          });
    }
    return paths;
  }

  /**
   * What the channel's sender is handed.
   *
   * @param language one that {@link #language} gave for the channel
   * @throws dev.workflow.expression.ExpressionException with the pointer of the text within the
   *     channel's part of the template
   */
  public ObjectNode render(String language, String channel, JsonNode data, RenderContext context) {
    ConfigTemplate body =
        Objects.requireNonNull(bodies.getOrDefault(language, Map.of()).get(channel), "body");
    RenderContext local =
        context.locale(Locale.forLanguageTag(language)).maxOutput(MAX_OUTPUT).maxSteps(MAX_STEPS);
    JsonNode rendered = body.evaluate(data, local, TemplateBodies::escaping).deepCopy();
    return TemplateContent.of(channel, (ObjectNode) rendered, language);
  }
}
