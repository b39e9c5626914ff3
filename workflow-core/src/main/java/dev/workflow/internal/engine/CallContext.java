package dev.workflow.internal.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.f4b6a3.uuid.UuidCreator;
import dev.workflow.Actor;
import dev.workflow.Cause;
import dev.workflow.ConflictException;
import dev.workflow.Event;
import dev.workflow.InstanceId;
import dev.workflow.Json;
import dev.workflow.NotFoundException;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.WorkflowRef;
import dev.workflow.expression.Escaping;
import dev.workflow.expression.RenderContext;
import dev.workflow.internal.decide.DecisionContext;
import dev.workflow.internal.decide.Effect;
import dev.workflow.internal.decide.InstanceInput;
import dev.workflow.internal.decide.InstanceSnapshot;
import dev.workflow.internal.decide.StepData;
import dev.workflow.internal.decide.StepKey;
import dev.workflow.internal.decide.StepTree;
import dev.workflow.spi.ActionContext;
import dev.workflow.spi.ActionHandler;
import dev.workflow.spi.ActionResult;
import dev.workflow.spi.FieldPolicy;
import dev.workflow.spi.Handling;
import dev.workflow.spi.OutboundMessage;
import dev.workflow.spi.TenantDirectory;
import dev.workflow.spi.store.StoreTransaction;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The context of one attempt of a handler. */
final class CallContext implements ActionContext {

  /** What one attempt may ask for: all of it is written in one transaction. */
  private static final int MOST_REQUESTS = 10_000;

  /** The same in bytes: so many of the largest values. */
  private static final int LARGEST_VALUES = 16;

  private final EngineContext engine;
  private final InstanceSnapshot.Identity identity;
  private final StepKey step;
  private final int attempt;
  private final StepData stepData;
  private final JsonNode config;
  private final TenantDirectory.Settings settings;
  private final DecisionContext around;
  private final List<Effect.Send> messages = new ArrayList<>();
  private final List<Effect.Publish> events = new ArrayList<>();
  private final List<Effect.StartWorkflow> starts = new ArrayList<>();
  private final List<InstanceInput.Variable> variables = new ArrayList<>();
  private final SecretMask masking = new SecretMask();
  private int asked;
  private long bytes;
  private boolean oversized;
  private @Nullable ObjectNode data;
  private @Nullable StoreTransaction transaction;

  private CallContext(
      EngineContext engine, DecisionContext around, StepData stepData, int attempt) {
    this.engine = engine;
    this.around = around;
    this.identity = stepData.instance().identity();
    this.step = stepData.step();
    this.attempt = attempt;
    this.settings = around.tenant();
    this.stepData = stepData;
    RenderContext rendering = stepData.rendering().secrets(this::secret);
    this.config =
        stepData.config().isConstant()
            ? stepData.config().evaluate(MissingNode.getInstance(), rendering)
            : stepData.config().evaluate(data(), rendering, this::escaping, this::skipsMissing);
  }

  /**
   * @throws dev.workflow.expression.ExpressionException if the configuration cannot be worked out
   */
  static CallContext of(
      EngineContext engine, InstanceSnapshot instance, StepTree tree, StepKey step, int attempt) {
    DecisionContext around = engine.context(instance.identity().tenant(), tree, engine.now());
    return of(engine, around, instance, step, attempt);
  }

  /** The same inside a transaction, where nothing else may be asked of the store. */
  static CallContext of(
      EngineContext engine,
      DecisionContext around,
      InstanceSnapshot instance,
      StepKey step,
      int attempt) {
    return new CallContext(engine, around, StepData.of(instance, around, step), attempt);
  }

  private Escaping escaping(String key) {
    ActionHandler handler = engine.actions().find(stepData.action());
    return handler == null ? Escaping.NONE : handler.escaping(key);
  }

  private boolean skipsMissing(String key) {
    ActionHandler handler = engine.actions().find(stepData.action());
    return handler != null && handler.skipsMissing(key);
  }

  void join(StoreTransaction transaction) {
    this.transaction = transaction;
    messages.clear();
    events.clear();
    starts.clear();
    variables.clear();
    asked = 0;
    bytes = 0;
    oversized = false;
  }

  /** Whether one more request is kept; those beyond the limits are counted alone. */
  private boolean takesOneMore(JsonNode value) {
    asked++;
    long size = Json.size(value);
    if (size > maxDataBytes()) {
      // Too large by itself: the first is kept, so that the check of results names it.
      boolean first = !oversized;
      oversized = true;
      return first && asked <= MOST_REQUESTS;
    }
    bytes += size;
    return asked <= MOST_REQUESTS && bytes <= mostBytes();
  }

  private long mostBytes() {
    return LARGEST_VALUES * maxDataBytes();
  }

  /** What has answered the step, which waited; null: nothing. */
  @Nullable JsonNode answer() {
    return stepData.instance().step(step).memory().given();
  }

  /** What is kept of a result that can be stored. */
  ActionResult kept(@Nullable ActionResult result) {
    boolean takesEffect =
        result instanceof ActionResult.Completed || result instanceof ActionResult.Waiting;
    if (takesEffect && asked > MOST_REQUESTS) {
      return ActionResult.failed(
          "the handler asked for "
              + asked
              + " messages, events, workflows and values; at most "
              + MOST_REQUESTS
              + " are allowed in one attempt: let an \"each\" do it, or several steps",
          false);
    }
    if (takesEffect && bytes > mostBytes()) {
      return ActionResult.failed(
          "the handler asked for messages, events, workflows and values of "
              + bytes
              + " bytes together; at most "
              + mostBytes()
              + " are allowed in one attempt: let an \"each\" do it, or several steps",
          false);
    }
    return masking.masked(
        new ResultCheck(maxDataBytes(), engine.modules()).checked(result, outgoing()));
  }

  long maxDataBytes() {
    return engine.options().maxDataBytes();
  }

  InstanceInput.Outgoing outgoing() {
    return new InstanceInput.Outgoing(
        List.copyOf(messages),
        List.copyOf(events),
        List.copyOf(starts),
        variables.stream().map(masking::masked).toList());
  }

  @Override
  public TenantId tenant() {
    return identity.tenant();
  }

  @Override
  public @Nullable SubjectRef subject() {
    return identity.subject();
  }

  @Override
  public Actor principal() {
    return around.tree().principal(identity);
  }

  @Override
  public FieldPolicy.Access field(String record, String field) {
    return engine.fields().of(principal(), identity.tenant(), record, field);
  }

  @Override
  public InstanceId instance() {
    return identity.id();
  }

  @Override
  public WorkflowRef workflow() {
    return identity.workflow();
  }

  @Override
  public String step() {
    return step.toString();
  }

  @Override
  public int attempt() {
    return attempt;
  }

  @Override
  public String idempotencyKey() {
    return identity.id() + "/" + step;
  }

  @Override
  public synchronized ObjectNode data() {
    if (data == null) {
      data = stepData.data();
    }
    return data;
  }

  @Override
  public JsonNode config() {
    return config;
  }

  @Override
  public InstantSource clock() {
    return engine.clock();
  }

  @Override
  public ZoneId zone() {
    return settings.zone();
  }

  @Override
  public Locale locale() {
    return settings.locale();
  }

  @Override
  public Cause cause() {
    return identity.cause().then(identity.workflow().key(), identity.id());
  }

  @Override
  public @Nullable String secret(String name) {
    String secret = engine.secrets().find(identity.tenant(), name);
    if (secret != null) {
      masking.reveal(secret);
    }
    return secret;
  }

  @Override
  public String send(OutboundMessage message) {
    String id = UuidCreator.getTimeOrderedEpochPlus1().toString();
    String key = idempotencyKey() + "/" + messages.size();
    if (!takesOneMore(message.content())) {
      return id;
    }
    messages.add(
        new Effect.Send(
            step,
            new OutboundMessage(
                id,
                identity.tenant(),
                identity.subject(),
                key,
                message.channel(),
                recipient(message.channel(), message.recipient()),
                message.content(),
                addressed(message.handling()),
                principal())));
    return id;
  }

  private String recipient(String channel, String written) {
    return engine.modules().recipient(settings.locale(), channel, written);
  }

  private Handling addressed(Handling handling) {
    Handling.Fallback fallback = handling.fallback();
    if (fallback == null) {
      return handling;
    }
    List<Handling.Alternative> alternatives =
        fallback.alternatives().stream()
            .map(
                one ->
                    new Handling.Alternative(
                        one.channel(), recipient(one.channel(), one.recipient()), one.content()))
            .toList();
    return handling.withFallback(
        new Handling.Fallback(alternatives, fallback.after(), fallback.untilRead()));
  }

  @Override
  public void publish(Event event) {
    Event own =
        new Event(
            event.id() == null ? idempotencyKey() + "/event/" + events.size() : event.id(),
            identity.tenant(),
            event.type(),
            event.occurredAt(),
            event.subject(),
            event.payload(),
            event.previous(),
            event.correlation(),
            cause());
    if (takesOneMore(event.payload())) {
      events.add(new Effect.Publish(own));
    }
  }

  @Override
  public InstanceId startWorkflow(String workflow, ObjectNode input) {
    requireShortChain();
    String limit = around.lookup().chainLimit(cause());
    if (limit != null) {
      throw new ConflictException(limit);
    }
    WorkflowRef ref = newest(workflow);
    InstanceId id = EngineContext.newInstanceId();
    if (takesOneMore(input)) {
      starts.add(new Effect.StartWorkflow(ref, id, input, step, false));
    }
    return id;
  }

  @Override
  public void startWorkflow(String workflow, SubjectRef subject, ObjectNode input, String once) {
    requireShortChain();
    WorkflowRef ref = newest(workflow);
    if (takesOneMore(input)) {
      starts.add(
          new Effect.StartWorkflow(
              ref,
              EngineContext.newInstanceId(),
              input,
              step,
              false,
              new Effect.Other(subject, once)));
    }
  }

  private void requireShortChain() {
    if (identity.cause().depth() >= Cause.MAX_DEPTH) {
      throw new ConflictException(
          "workflows start one another in a chain longer than "
              + Cause.MAX_DEPTH
              + "; the last is \""
              + identity.workflow().key()
              + "\"");
    }
  }

  private WorkflowRef newest(String workflow) {
    return around
        .lookup()
        .workflow(workflow, null)
        .orElseThrow(
            () ->
                new NotFoundException(
                    "there is no published and enabled workflow \"" + workflow + "\""));
  }

  @Override
  public void set(String name, JsonNode value) {
    if (takesOneMore(value)) {
      variables.add(new InstanceInput.Variable(name, value));
    }
  }

  @Override
  public <T> T transaction(Class<T> type) {
    if (transaction == null) {
      throw new IllegalStateException(
          "the handler is not transactional: override ActionHandler.transactional() to share the step's transaction");
    }
    return transaction.unwrap(type);
  }
}
