package dev.workflow.messaging.internal.content;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Json;
import dev.workflow.expression.RenderContext;
import dev.workflow.expression.RenderMode;
import dev.workflow.internal.text.Wording;
import dev.workflow.messaging.CompiledTemplate;
import dev.workflow.messaging.MessageTemplate;
import dev.workflow.messaging.SmsSegments;
import dev.workflow.messaging.TemplatePreview;
import dev.workflow.spi.Channels;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Renders templates for people who look at them. */
public final class TemplateRendering {

  private TemplateRendering() {}

  /** The examples of the template's variables, and over them what is given. */
  public static ObjectNode sample(MessageTemplate template, ObjectNode given) {
    ObjectNode data = Json.object();
    template.variables().forEach(data::set);
    data.setAll(given);
    ObjectNode variables = Json.object();
    template.variables().keySet().forEach(name -> variables.set(name, data.get(name)));
    if (!data.has("variables")) {
      data.set("variables", variables);
    }
    return data;
  }

  /**
   * What a message would hold.
   *
   * @param language one that {@link CompiledTemplate#language} gave for the channel
   * @throws dev.workflow.expression.ExpressionException if a value does not fit its place
   */
  public static TemplatePreview preview(
      CompiledTemplate template,
      String language,
      String channel,
      JsonNode data,
      RenderContext context) {
    Set<String> missing = new LinkedHashSet<>();
    RenderContext lenient = context.mode(RenderMode.LENIENT).missing(missing::add);
    ObjectNode content = template.render(language, channel, data, lenient);
    SmsSegments sms =
        channel.equals(Channels.SMS) ? SmsSegments.of(content.path("text").asText()) : null;
    return new TemplatePreview(language, content, List.copyOf(missing), sms);
  }

  /** The language somebody without one gets: the tenant's, or none. */
  public static String language(@Nullable String wanted, Locale tenant) {
    return wanted == null ? tenant.toLanguageTag() : wanted;
  }

  /** Why there is no text: which channels there are, and in which languages. */
  public static String noText(CompiledTemplate template, String channel, String wanted) {
    List<String> there = new ArrayList<>();
    template
        .template()
        .variants()
        .forEach(
            (language, bodies) -> {
              if (bodies.containsKey(channel)) {
                there.add(language);
              }
            });
    String name =
        "the template \"" + template.template().name() + "\" has no text for the channel ";
    if (there.isEmpty()) {
      return name
          + Wording.quoted(channel)
          + "; it has "
          + template.channels().stream().collect(Collectors.joining(", "));
    }
    return name
        + Wording.quoted(channel)
        + " in "
        + Wording.quoted(wanted)
        + " or its fallback language \""
        + template.template().fallbackLanguage()
        + "\"; it has "
        + String.join(", ", there);
  }
}
