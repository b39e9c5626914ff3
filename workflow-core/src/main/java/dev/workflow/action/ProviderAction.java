package dev.workflow.action;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.InvalidInputException;
import dev.workflow.Json;
import dev.workflow.Problem;
import dev.workflow.Problems;
import dev.workflow.expression.Escaping;
import dev.workflow.internal.text.DidYouMean;
import dev.workflow.internal.text.Wording;
import dev.workflow.spi.ActionContext;
import dev.workflow.spi.ActionHandler;
import dev.workflow.spi.ActionResult;
import dev.workflow.spi.ProviderSession;
import dev.workflow.spi.ProviderStep;
import dev.workflow.spi.TaskProvider;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * An action that somebody does at a provider: starting it opens a session there, and a callback or
 * a person answers it. Thread-safe.
 */
public final class ProviderAction<R> implements ActionHandler {

  private static final String SESSION = "session";
  private static final String ANSWER = "answer";
  private static final String FAILED = "failed";

  private final ProviderKind<R> kind;
  private final Map<String, ? extends TaskProvider<R>> providers;

  ProviderAction(ProviderKind<R> kind, Map<String, ? extends TaskProvider<R>> providers) {
    this.kind = kind;
    this.providers = providers;
  }

  @Override
  public String type() {
    return kind.spec().type();
  }

  @Override
  public Optional<JsonNode> schema() {
    return Optional.of(kind.spec().schema());
  }

  @Override
  public void validate(JsonNode config, Problems problems) {
    kind.spec().validate(config, problems);
    JsonNode provider = config.path("provider");
    if (provider.isTextual() && !KeyType.containsExpression(provider)) {
      if (!provider.textValue().isBlank() && !providers.containsKey(provider.textValue())) {
        problems.at("provider").add(unknown(provider.textValue()));
      }
    } else if (provider.isMissingNode() && others().size() > 1) {
      problems
          .at("provider")
          .add("is required, since there are several: " + String.join(", ", names()));
    }
  }

  private List<String> others() {
    return names().stream().filter(name -> !name.equals(Providers.LOCAL)).toList();
  }

  private List<String> names() {
    return List.copyOf(new TreeSet<>(providers.keySet()));
  }

  private String unknown(String provider) {
    String suggestion = DidYouMean.suffix(provider, names());
    return "there is no provider "
        + Wording.quoted(provider)
        + (suggestion.isEmpty() ? "; there are " + String.join(", ", names()) : suggestion);
  }

  @Override
  public Escaping escaping(String key) {
    return kind.spec().escaping(key);
  }

  @Override
  public Optional<JsonNode> form(JsonNode config) {
    return Optional.of(kind.form());
  }

  @Override
  public ActionResult start(ActionContext context) throws Exception {
    Problems problems = Problems.none();
    kind.spec().verify(context.config(), problems);
    if (!problems.isEmpty()) {
      return refused(problems);
    }
    ActionConfig config = new ActionConfig(context.config());
    ObjectNode asked = kind.asked(config, problems);
    String name = config.text("provider", others().size() == 1 ? others().get(0) : Providers.LOCAL);
    TaskProvider<R> provider = providers.get(name);
    if (provider == null) {
      problems.at("provider").add(unknown(name));
    }
    if (provider == null || !problems.isEmpty()) {
      return refused(problems);
    }
    ProviderStep step =
        new ProviderStep(
            context.tenant(),
            context.instance(),
            context.step(),
            context.subject(),
            context.idempotencyKey());
    ProviderSession session = provider.open(kind.request(step, asked));
    ObjectNode open =
        Json.object()
            .put(kind.sessionKey(), session.id())
            .put("status", "open")
            .put("provider", name);
    if (session.link() != null) {
      open.put("link", session.link());
    }
    open.set("asked", asked);
    return ActionResult.waiting(correlation(name, session.id()), open);
  }

  private ActionResult refused(Problems problems) {
    return ActionResult.failed(new FinalFailure(problems.list()).reason(type()), false);
  }

  /** What a step waits under that has a session. */
  public String correlation(String provider, String session) {
    return type() + ":" + provider + ":" + session;
  }

  /** The provider of this name; null: there is none. */
  public @Nullable TaskProvider<?> provider(String name) {
    return providers.get(name);
  }

  /** The names of its providers, sorted. */
  public List<String> providers() {
    return names();
  }

  /** The session that a step's output names, at which provider; null: it names none. */
  public @Nullable ProviderSession session(JsonNode output) {
    String id = output.path(kind.sessionKey()).textValue();
    return id == null ? null : new ProviderSession(id, output.path("link").textValue());
  }

  /** What a provider said, as the step's answer. */
  public ObjectNode answered(String session, ObjectNode answer) {
    ObjectNode said = Json.object().put(SESSION, session);
    said.set(ANSWER, answer);
    return said;
  }

  /** The same of what will not be done any more. */
  public ObjectNode failed(String session, String reason) {
    return Json.object().put(SESSION, session).put(FAILED, reason);
  }

  /** Whether a step's output was given by its provider. */
  public boolean byProvider(JsonNode output) {
    return output.path("by").asText().equals("provider");
  }

  /**
   * Completes the step with a right answer.
   *
   * @throws InvalidInputException naming everything that is wrong with the answer; the step stays
   *     open
   */
  @Override
  public ActionResult complete(ActionContext context, JsonNode payload) {
    JsonNode kept = kept(context);
    boolean said = payload.has(SESSION) && (payload.has(ANSWER) || payload.has(FAILED));
    boolean byProvider =
        said && payload.path(SESSION).asText().equals(kept.path(kind.sessionKey()).asText());
    if (byProvider && payload.has(FAILED)) {
      return ActionResult.failed(payload.get(FAILED).asText(), false);
    }
    JsonNode answer = byProvider ? payload.path(ANSWER) : payload;
    Problems problems = kind.compiled().check(answer);
    if (problems.isEmpty()) {
      kind.compare(asked(context, kept), answer, problems);
    }
    problems.throwIfAny(list -> new InvalidInputException("The answer to " + type(), list));
    ObjectNode output = Json.object();
    if (kept.isObject()) {
      output.set(kind.sessionKey(), kept.path(kind.sessionKey()));
    }
    output.put("status", kind.done());
    if (kept.isObject()) {
      output.set("provider", kept.path("provider"));
    }
    output.put("by", byProvider ? "provider" : "person");
    output.setAll((ObjectNode) answer);
    return ActionResult.completed(output);
  }

  private JsonNode asked(ActionContext context, JsonNode kept) {
    if (kept.has("asked")) {
      return kept.get("asked");
    }
    Problems problems = Problems.none();
    kind.spec().verify(context.config(), problems);
    ObjectNode asked =
        problems.isEmpty() ? kind.asked(new ActionConfig(context.config()), problems) : null;
    if (asked == null || !problems.isEmpty()) {
      List<Problem> wrong = problems.list();
      throw new InvalidInputException("The configuration of " + type(), wrong);
    }
    return asked;
  }

  /** What the step keeps since it was started; missing: nothing. */
  private static JsonNode kept(ActionContext context) {
    String step = context.step();
    int end = step.indexOf('[') < 0 ? step.length() : step.indexOf('[');
    JsonNode output = context.data().path("steps").path(step.substring(0, end)).path("output");
    return output.isObject() ? output : MissingNode.getInstance();
  }

  @Override
  public String toString() {
    return type();
  }
}
