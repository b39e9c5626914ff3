package dev.workflow.action;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Actor;
import dev.workflow.Cause;
import dev.workflow.Event;
import dev.workflow.InstanceId;
import dev.workflow.NotFoundException;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.WorkflowRef;
import dev.workflow.expression.ConfigTemplate;
import dev.workflow.expression.RenderContext;
import dev.workflow.spi.ActionContext;
import dev.workflow.spi.FieldPolicy;
import dev.workflow.spi.OutboundMessage;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One attempt of a step outside an engine: works the configuration out and keeps what is asked for.
 */
final class TestContext implements ActionContext {

  private static final JsonMapper MAPPER = new JsonMapper();
  static final Instant NOW = Instant.parse("2026-06-15T22:30:00Z");
  static final InstanceId STARTED =
      InstanceId.of(UUID.fromString("01980f6e-7c1a-7000-8000-000000000001"));
  private static final InstanceId INSTANCE =
      InstanceId.of(UUID.fromString("01980f6e-7c1a-7000-8000-000000000000"));

  static final String DATA =
      """
      {"subject": {"type": "lead", "id": "42"},
       "lead": {"id": 42, "email": "ann@example.com", "first_name": "Ann", "phone": "+31612345678",
                "company_name": "Acme", "score": 85, "source": "web", "nothing": null, "empty": "",
                "brace": "{{lead.email}}", "lines": "a\\r\\nBcc: eve@example.com", "flag": true, "taken": "tenant",
                "tags": ["hot", "new"], "emails": ["ann@example.com", "bob@example.com"],
                "owner": {"email": "owner@example.com"}},
       "appointment": {"date": "2026-06-20"},
       "deal": {"contact": {"email": "deal@example.com"}}, "quote": {"amount": 1250},
       "user": {"email": "user@example.com"}}""";

  final List<OutboundMessage> messages = new ArrayList<>();
  final List<Event> events = new ArrayList<>();
  final Map<String, ObjectNode> started = new LinkedHashMap<>();
  final Map<String, JsonNode> variables = new LinkedHashMap<>();
  private final JsonNode config;
  private @Nullable SubjectRef subject = SubjectRef.of("lead", "42");

  private TestContext(JsonNode config) {
    this.config = config;
  }

  static TestContext of(String config) {
    RenderContext rendering = RenderContext.of(NOW, ZoneId.of("Europe/Amsterdam"));
    return new TestContext(ConfigTemplate.parse(json(config)).evaluate(json(DATA), rendering));
  }

  TestContext about(@Nullable SubjectRef other) {
    subject = other;
    return this;
  }

  static JsonNode json(String text) {
    try {
      return MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  static ObjectNode object(String text) {
    return (ObjectNode) json(text);
  }

  @Override
  public TenantId tenant() {
    return TenantId.of("acme");
  }

  @Override
  public @Nullable SubjectRef subject() {
    return subject;
  }

  @Override
  public Actor principal() {
    return Actor.of("ann");
  }

  @Override
  public FieldPolicy.Access field(String record, String field) {
    return FieldPolicy.Access.OPEN;
  }

  @Override
  public InstanceId instance() {
    return INSTANCE;
  }

  @Override
  public WorkflowRef workflow() {
    return WorkflowRef.of("nurture", 3);
  }

  @Override
  public String step() {
    return "step";
  }

  @Override
  public int attempt() {
    return 1;
  }

  @Override
  public String idempotencyKey() {
    return INSTANCE + "/step";
  }

  @Override
  public ObjectNode data() {
    return (ObjectNode) json(DATA);
  }

  @Override
  public JsonNode config() {
    return config;
  }

  @Override
  public InstantSource clock() {
    return InstantSource.fixed(NOW);
  }

  @Override
  public ZoneId zone() {
    return ZoneId.of("Europe/Amsterdam");
  }

  @Override
  public Locale locale() {
    return Locale.ENGLISH;
  }

  @Override
  public Cause cause() {
    return new Cause(List.of("nurture/" + INSTANCE));
  }

  @Override
  public @Nullable String secret(String name) {
    return null;
  }

  @Override
  public String send(OutboundMessage message) {
    messages.add(message);
    return "m" + messages.size();
  }

  @Override
  public void publish(Event event) {
    events.add(event);
  }

  @Override
  public InstanceId startWorkflow(String workflow, ObjectNode input) {
    if (workflow.equals("missing")) {
      throw new NotFoundException("there is no published workflow \"missing\"");
    }
    started.put(workflow, input);
    return STARTED;
  }

  @Override
  public void startWorkflow(String workflow, SubjectRef subject, ObjectNode input, String once) {
    if (workflow.equals("missing")) {
      throw new NotFoundException("there is no published workflow \"missing\"");
    }
    started.put(workflow + " for " + subject + " once " + once, input);
  }

  @Override
  public void set(String name, JsonNode value) {
    variables.put(name, value);
  }

  @Override
  public <T> T transaction(Class<T> type) {
    throw new IllegalStateException("not transactional");
  }
}
