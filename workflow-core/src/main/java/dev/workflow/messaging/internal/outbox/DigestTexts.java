package dev.workflow.messaging.internal.outbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Json;
import dev.workflow.NotFoundException;
import dev.workflow.expression.ExpressionException;
import dev.workflow.expression.RenderContext;
import dev.workflow.internal.engine.EngineContext;
import dev.workflow.internal.engine.StoredText;
import dev.workflow.internal.log.Log;
import dev.workflow.messaging.CompiledTemplate;
import dev.workflow.messaging.internal.content.TemplateRendering;
import dev.workflow.messaging.internal.content.UnreadableTemplateException;
import dev.workflow.messaging.internal.context.MessagingContext;
import dev.workflow.messaging.internal.recipient.RecipientData;
import dev.workflow.spi.EngineListener.DigestFault;
import dev.workflow.spi.Handling.Digest;
import dev.workflow.spi.Handling.DigestTemplate;
import dev.workflow.spi.TenantDirectory;
import dev.workflow.spi.store.MessageRow;
import dev.workflow.spi.store.StoreTransaction;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The texts of digests: the template that their newest message names, or the texts of their
 * messages if it names none. A template that cannot be rendered keeps nothing from being sent: the
 * digest then has the texts of its messages, and listeners are told. Thread-safe.
 */
final class DigestTexts {

  private static final Log log = Log.of(DigestTexts.class);

  /** What a message says, in the place of which the template's words come. */
  private static final List<String> WORDS =
      List.of("subject", "text", "html", "template", "language", "variables");

  private static final Pattern VERSION = Pattern.compile("(.+)@([0-9]{1,9})");

  private final MessagingContext messaging;
  private final EngineContext engine;

  DigestTexts(MessagingContext messaging) {
    this.messaging = messaging;
    this.engine = messaging.engine();
  }

  /** The carrier with its content. */
  MessageRow filled(StoreTransaction transaction, MessageRow carrier, List<MessageRow> messages) {
    MessageRow plain = DigestRendering.filled(carrier, messages);
    DigestTemplate wanted = null;
    for (MessageRow message : messages) {
      DigestTemplate template = template(message);
      wanted = template == null ? wanted : template;
    }
    return wanted == null ? plain : filled(transaction, plain, wanted, data(messages));
  }

  private static @Nullable DigestTemplate template(MessageRow message) {
    Digest digest = HandlingJson.read(message).digest();
    return digest == null ? null : digest.template();
  }

  private static ObjectNode data(List<MessageRow> messages) {
    ObjectNode data = Json.object();
    ArrayNode items = data.putArray("items");
    for (MessageRow message : messages) {
      ObjectNode item = (ObjectNode) Json.read(message.body());
      item.put("at", message.createdAt().toString());
      DigestTemplate template = template(message);
      item.set("data", template == null ? Json.object() : template.data());
      items.add(item);
    }
    return data.put("count", messages.size());
  }

  private MessageRow filled(
      StoreTransaction transaction, MessageRow plain, DigestTemplate wanted, ObjectNode data) {
    try {
      return fromTemplate(transaction, plain, wanted, data);
    } catch (UnreadableTemplateException e) {
      messaging.setAsideTemplates().setAside(transaction, e);
      return unrendered(transaction, plain, wanted.name(), String.valueOf(e.getMessage()));
    }
  }

  private MessageRow fromTemplate(
      StoreTransaction transaction, MessageRow plain, DigestTemplate wanted, ObjectNode data) {
    Matcher version = VERSION.matcher(wanted.name());
    var templates = messaging.templates();
    if (version.matches()) {
      int number = Integer.parseInt(version.group(2));
      return templates
          .find(transaction, plain.tenant(), version.group(1), number)
          .map(template -> rendered(transaction, plain, template, wanted, data))
          .orElseGet(
              () -> unrendered(transaction, plain, wanted.name(), "there is no such version"));
    }
    Optional<CompiledTemplate> found = templates.find(transaction, plain.tenant(), wanted.name());
    return found
        .map(template -> rendered(transaction, plain, template, wanted, data))
        .orElseGet(() -> forSender(plain, wanted, data));
  }

  private MessageRow rendered(
      StoreTransaction transaction,
      MessageRow plain,
      CompiledTemplate template,
      DigestTemplate wanted,
      ObjectNode data) {
    String ref = template.template().ref();
    try {
      TenantDirectory.Settings settings = engine.tenant(plain.tenant());
      String asked = TemplateRendering.language(wanted.language(), settings.locale());
      Optional<String> language = template.language(plain.channel(), asked);
      if (language.isEmpty()) {
        String problem = TemplateRendering.noText(template, plain.channel(), asked);
        return unrendered(transaction, plain, ref, problem);
      }
      RenderContext context =
          RenderContext.of(engine.now(), settings.zone())
              .businessDays(engine.businessDays(plain.tenant()))
              .gathered();
      ObjectNode all =
          RecipientData.with(
              data, plain.recipient().address(), wanted.recipient(), wanted.language());
      ObjectNode words = template.render(language.get(), plain.channel(), all, context);
      return said(plain, words, ref, language.get());
    } catch (ExpressionException | NotFoundException e) {
      return unrendered(transaction, plain, ref, String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      return unrendered(transaction, plain, ref, e.toString());
    }
  }

  /** The template's words in the place of those of the messages. */
  private static MessageRow said(
      MessageRow plain, ObjectNode words, String template, @Nullable String language) {
    ObjectNode content = (ObjectNode) Json.read(plain.body());
    content.remove(WORDS);
    content.setAll(words);
    return plain.body(Json.write(content)).with(plain.purpose().withTemplate(template, language));
  }

  /** For templates that the provider or the host knows. */
  private static MessageRow forSender(MessageRow plain, DigestTemplate wanted, ObjectNode data) {
    ObjectNode content = (ObjectNode) Json.read(plain.body());
    content.put("template", wanted.name()).set("variables", data);
    if (wanted.language() != null) {
      content.put("language", wanted.language());
    }
    return plain
        .body(Json.write(content))
        .with(plain.purpose().withTemplate(wanted.name(), wanted.language()));
  }

  private MessageRow unrendered(
      StoreTransaction transaction, MessageRow plain, String template, String problem) {
    String told = StoredText.cut(problem);
    transaction.afterCommit(
        () -> {
          log.warn(
              "Digest {} of tenant {} goes out without its template \"{}\": {}",
              plain.id(),
              plain.tenant(),
              template,
              told);
          DigestFault fault =
              new DigestFault(plain.tenant(), plain.id(), plain.channel(), template, told);
          engine.listeners().tell(listener -> listener.digestNotRendered(fault));
        });
    return plain;
  }
}
