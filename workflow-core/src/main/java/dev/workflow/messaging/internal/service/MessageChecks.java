package dev.workflow.messaging.internal.service;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.Problem;
import dev.workflow.Problems;
import dev.workflow.TenantId;
import dev.workflow.action.BuiltInActions;
import dev.workflow.definition.Performer;
import dev.workflow.definition.Step;
import dev.workflow.definition.StepNotices;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.expression.Template;
import dev.workflow.internal.engine.Transactions;
import dev.workflow.internal.text.DidYouMean;
import dev.workflow.messaging.CompiledTemplate;
import dev.workflow.messaging.MessagePolicy;
import dev.workflow.messaging.internal.content.MessageText;
import dev.workflow.messaging.internal.content.TemplateCache;
import dev.workflow.messaging.internal.content.TemplateRendering;
import dev.workflow.messaging.internal.content.UnreadableTemplateException;
import dev.workflow.messaging.internal.context.MessagingContext;
import dev.workflow.messaging.internal.notice.NoticePlan;
import dev.workflow.messaging.internal.recipient.ActionChannels;
import dev.workflow.messaging.internal.recipient.RecipientData;
import dev.workflow.spi.Channels;
import dev.workflow.trigger.StepTexts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Checks the message steps of a definition against the tenant's templates and the engine's
 * channels. One thread, one use.
 */
public final class MessageChecks implements StepTexts {

  private static final List<String> OF_DIGEST = List.of("items", "count", "recipient");

  private final Transactions transactions;
  private final TenantId tenant;
  private final boolean strict;
  private final List<Problem> names = new ArrayList<>();

  private MessageChecks(Transactions transactions, TenantId tenant) {
    this.transactions = transactions;
    this.tenant = tenant;
    this.strict = MessagingContext.of(transactions).settings().policy() == MessagePolicy.STRICT;
  }

  public static MessageChecks of(Transactions transactions, TenantId tenant) {
    return new MessageChecks(transactions, tenant);
  }

  /** What keeps the definition from being published: nothing unless that is wanted. */
  public List<Problem> problems(WorkflowDefinition definition) {
    if (strict) {
      transactions.engine().catalog(tenant).warnings(definition, this);
    }
    return names;
  }

  /** What its author probably did not mean. */
  public List<Problem> warnings(WorkflowDefinition definition) {
    return transactions.engine().catalog(tenant).warnings(definition, this);
  }

  private void name(Problems place, String problem) {
    if (strict) {
      names.add(new Problem(place.pointer(), problem));
    } else {
      place.add(problem);
    }
  }

  @Override
  public List<Text> of(Step.Action step, Problems problems) {
    JsonNode config = step.config().source();
    if (!BuiltInActions.contains(transactions.engine().actions().find(step.type()))) {
      return List.of();
    }
    List<String> channels = new ArrayList<>();
    for (ActionChannels.Written one : ActionChannels.written(step.type(), config)) {
      Problems at = one.key() == null ? problems : problems.at(one.key());
      channel(one.channel(), one.index() < 0 ? at : at.at(one.index()), channels);
    }
    if (channels.isEmpty()) {
      return List.of();
    }
    digest(config, channels, problems.at("digest"));
    return template(config, channels, problems);
  }

  @Override
  public void besides(Step.Action step, Problems problems) {
    StepNotices own = step.settings().performer().notices();
    NoticePlan plan = NoticePlan.of(step, transactions.engine().tasks().notices());
    if (plan == null || own.equals(StepNotices.USUAL)) {
      return;
    }
    StepNotices.Notify how = own.how();
    List<String> written = how == null ? List.of() : how.channels();
    Set<String> known = MessagingContext.of(transactions).senders().all().keySet();
    for (int i = 0; i < written.size(); i++) {
      if (!known.contains(written.get(i))) {
        Problems channels = problems.at("notify").at("channels");
        name(written.size() == 1 ? channels : channels.at(i), noSender(written.get(i), known));
      }
    }
    if (written.isEmpty() && plan.channels().stream().noneMatch(known::contains)) {
      Problems place = problems.at(how == null ? "reminders" : "notify");
      name(place, noSender(String.join(", ", plan.channels()), known));
    }
    if (how != null && how.template() != null) {
      found(how.template(), problems.at("notify"), "; the engine's own text is sent");
    }
    Performer performer = step.settings().performer();
    boolean seats = performer.quorum() != null && !performer.quorum().seats().isEmpty();
    if (!performer.candidates().namesAnybody() && !seats) {
      problems
          .at(how == null ? "reminders" : "notify")
          .add("everybody may do the step, so nobody in particular is told");
    }
  }

  private static String noSender(String channel, Set<String> known) {
    return "no sender is registered for the channel \""
        + channel
        + "\": nobody is told on it; give one with builder.messaging(m -> m.sender(...))"
        + DidYouMean.suffix(channel, known);
  }

  private void channel(JsonNode given, Problems place, List<String> channels) {
    if (!fixed(given)) {
      return;
    }
    channel(given.textValue(), place, channels);
  }

  private void channel(String channel, Problems place, List<String> channels) {
    channels.add(channel);
    Set<String> known = new TreeSet<>(MessagingContext.of(transactions).senders().all().keySet());
    if (!strict) {
      known.addAll(Channels.KNOWN);
    }
    if (!known.contains(channel)) {
      String meant = DidYouMean.suffix(channel, known);
      name(
          place,
          "unknown channel \""
              + channel
              + "\""
              + (meant.isEmpty() ? "; no sender is registered for it" : meant));
    }
  }

  private List<Text> template(JsonNode config, List<String> channels, Problems problems) {
    if (!fixed(config.path("template"))) {
      return List.of();
    }
    String name = config.path("template").textValue().strip();
    Optional<CompiledTemplate> found = found(name, problems);
    if (found.isEmpty()) {
      return List.of();
    }
    CompiledTemplate template = found.get();
    texts(template, config.path("language"), channels, problems);
    language(template, config.path("language"), problems);
    Set<String> given = variables(template, config.path("variables"), problems);
    boolean open = config.has("variables") && !config.path("variables").isObject();
    return open
        ? List.of()
        : List.of(
            new Text(
                "the template \"" + name + "\" reads what nothing supplies",
                "template",
                template.paths(channels),
                given));
  }

  private Optional<CompiledTemplate> found(String name, Problems problems) {
    return found(name, problems, "; by this name it goes to the channel's sender");
  }

  private Optional<CompiledTemplate> found(String name, Problems problems, String instead) {
    TemplateCache cache = MessagingContext.of(transactions).templates();
    Optional<CompiledTemplate> found;
    try {
      found = transactions.transact(transaction -> cache.find(transaction, tenant, name));
    } catch (UnreadableTemplateException e) {
      MessagingContext.of(transactions).setAsideTemplates().setAside(e);
      name(problems.at("template"), String.valueOf(e.getMessage()));
      return Optional.empty();
    }
    if (found.isEmpty()) {
      Set<String> known = transactions.transact(transaction -> cache.names(transaction, tenant));
      String otherwise = strict ? "" : instead;
      name(problems.at("template"), MessageText.unknown(name, known) + otherwise);
    }
    return found;
  }

  /** The template that the digest of the step's messages is made from. */
  private void digest(JsonNode config, List<String> channels, Problems problems) {
    JsonNode given = config.path("digest").path("template");
    if (!fixed(given)) {
      return;
    }
    found(given.textValue().strip(), problems)
        .ifPresent(
            template -> {
              texts(template, config.path("language"), channels, problems);
              for (String path : template.paths(channels)) {
                if (!OF_DIGEST.contains(path.split("\\.", 2)[0])) {
                  problems
                      .at("template")
                      .add(
                          "the template \""
                              + template.template().name()
                              + "\" reads \""
                              + path
                              + "\"; a digest has "
                              + String.join(", ", OF_DIGEST));
                }
              }
            });
  }

  private void texts(
      CompiledTemplate template, JsonNode language, List<String> channels, Problems problems) {
    String wanted =
        fixed(language)
            ? language.textValue()
            : transactions.engine().tenant(tenant).locale().toLanguageTag();
    for (String channel : channels) {
      if (template.language(channel, wanted).isEmpty()) {
        name(problems.at("template"), TemplateRendering.noText(template, channel, wanted));
      }
    }
  }

  private static void language(CompiledTemplate template, JsonNode language, Problems problems) {
    if (fixed(language) && !template.speaks(language.textValue())) {
      Set<String> languages = template.template().variants().keySet();
      problems
          .at("language")
          .add(
              "the template \""
                  + template.template().name()
                  + "\" has no \""
                  + language.textValue()
                  + "\", so \""
                  + template.template().fallbackLanguage()
                  + "\" is sent"
                  + DidYouMean.suffix(language.textValue(), languages));
    }
  }

  /** The names that the step gives to the template at the top level. */
  private static Set<String> variables(
      CompiledTemplate template, JsonNode variables, Problems problems) {
    Set<String> declared = template.template().variables().keySet();
    Set<String> names = new TreeSet<>(RecipientData.NAMES);
    variables
        .fieldNames()
        .forEachRemaining(
            name -> {
              names.add(name);
              String meant = DidYouMean.suffix(name, declared);
              if (!declared.contains(name) && !meant.isEmpty()) {
                problems
                    .at("variables")
                    .at(name)
                    .add(
                        "the template \""
                            + template.template().name()
                            + "\" has no variable \""
                            + name
                            + "\""
                            + meant);
              }
            });
    return names;
  }

  private static boolean fixed(JsonNode value) {
    return value.isTextual()
        && !value.textValue().isBlank()
        && !Template.containsExpression(value.textValue());
  }
}
