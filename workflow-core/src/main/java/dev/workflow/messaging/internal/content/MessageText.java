package dev.workflow.messaging.internal.content;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.TenantId;
import dev.workflow.expression.BusinessDays;
import dev.workflow.expression.ExpressionException;
import dev.workflow.expression.RenderContext;
import dev.workflow.internal.text.DidYouMean;
import dev.workflow.internal.text.Wording;
import dev.workflow.messaging.CompiledTemplate;
import dev.workflow.messaging.Languages;
import dev.workflow.messaging.internal.recipient.RecipientData;
import dev.workflow.spi.Contact;
import dev.workflow.spi.Handling.Category;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a template of the tenant says to the recipients of one step, rendered once for each language
 * and channel unless the text reads whom it is for. One thread, one use.
 */
public final class MessageText {

  private static final String RECIPIENT = "recipient";

  /**
   * Where and when a step is carried out.
   *
   * @param language what the step asks for; null: the recipient's, then the tenant's
   */
  public record Occasion(
      Instant now, ZoneId zone, Locale locale, ObjectNode data, @Nullable String language) {}

  /**
   * A message for somebody.
   *
   * @param language the language it is in
   */
  public record Rendered(ObjectNode content, String language) {}

  private record Key(String language, String channel) {}

  private final CompiledTemplate template;
  private final Occasion occasion;
  private final ObjectNode data;
  private final RenderContext context;
  private final Map<Key, ObjectNode> shared = new HashMap<>();
  private final Map<String, Boolean> personal = new HashMap<>();

  private MessageText(
      BusinessDays calendar, CompiledTemplate template, Occasion occasion, JsonNode variables) {
    this.template = template;
    this.occasion = occasion;
    this.data = RecipientData.of(occasion.data(), variables);
    this.context = RenderContext.of(occasion.now(), occasion.zone()).businessDays(calendar);
  }

  /** The tenant's template of this name, if it has one. */
  public static Optional<MessageText> of(
      MessageStepContext messaging,
      TenantId tenant,
      String name,
      Occasion occasion,
      JsonNode variables) {
    return messaging
        .template(tenant, name)
        .map(
            template ->
                new MessageText(messaging.holidays().of(tenant), template, occasion, variables));
  }

  /** Why there is no template of this name, for people. */
  public static String unknown(String name, Set<String> known) {
    return "the tenant has no template " + Wording.quoted(name) + DidYouMean.suffix(name, known);
  }

  /** The name with the version. */
  public String ref() {
    return template.template().ref();
  }

  public @Nullable Category category() {
    return template.template().category();
  }

  /**
   * What somebody is told on a channel; empty if the template has no text for it.
   *
   * @throws ExpressionException if the text cannot be rendered
   */
  public Optional<Rendered> render(String channel, Contact contact, String recipient) {
    return template
        .language(channel, wanted(contact))
        .map(language -> new Rendered(content(language, channel, contact, recipient), language));
  }

  private String wanted(Contact contact) {
    String language = language(occasion.language(), contact);
    return language == null ? occasion.locale().toLanguageTag() : language;
  }

  /**
   * The language that somebody is written to in.
   *
   * @param ofStep what the step asks for; null: nothing
   * @return null: the tenant's
   */
  public static @Nullable String language(@Nullable String ofStep, Contact contact) {
    if (ofStep != null) {
      return ofStep;
    }
    String own = contact.language();
    return Languages.canonical(own).isPresent() ? own : null;
  }

  private ObjectNode content(String language, String channel, Contact contact, String recipient) {
    if (!personal.computeIfAbsent(channel, this::readsRecipient)) {
      return shared
          .computeIfAbsent(
              new Key(language, channel), key -> template.render(language, channel, data, context))
          .deepCopy();
    }
    ObjectNode own = RecipientData.with(data, recipient, contact.name(), contact.language());
    return template.render(language, channel, own, context);
  }

  private boolean readsRecipient(String channel) {
    return template.paths(List.of(channel)).stream()
        .anyMatch(path -> path.equals(RECIPIENT) || path.startsWith(RECIPIENT + "."));
  }

  /** Why nobody can be told anything on a channel, for people. */
  public String noText(String channel) {
    String wanted = occasion.language();
    return TemplateRendering.noText(
        template, channel, wanted == null ? occasion.locale().toLanguageTag() : wanted);
  }
}
