package dev.workflow.trigger;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.Event;
import dev.workflow.InvalidInputException;
import dev.workflow.Problem;
import dev.workflow.Problems;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.expression.ConfigTemplate;
import dev.workflow.internal.text.DidYouMean;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The types of events there are, for help and for warnings about types that nobody publishes.
 *
 * <pre>{@code
 * EventCatalog events =
 *     EventCatalog.builder()
 *         .add(EventType.of("invoice.overdue", "An invoice was not paid in time")
 *             .required("invoice_id", Kind.ID, "the invoice")
 *             .build())
 *         .build();
 * }</pre>
 *
 * <p>Defaults: the built-in types, and lenient: an event of an unknown type or with another payload
 * is as good as any. Immutable and thread-safe.
 */
public final class EventCatalog {

  private static final EventCatalog BUILT_IN = new Builder().build();

  private final Map<String, EventType> types;
  private final boolean strict;

  private EventCatalog(Map<String, EventType> types, boolean strict) {
    this.types = Collections.unmodifiableMap(new TreeMap<>(types));
    this.strict = strict;
  }

  /** The built-in types alone, lenient. */
  public static EventCatalog builtIn() {
    return BUILT_IN;
  }

  /** Starts from the built-in types. */
  public static Builder builder() {
    return new Builder();
  }

  /** All types by name. */
  public Collection<EventType> types() {
    return types.values();
  }

  /** The type of this name. */
  public Optional<EventType> find(String type) {
    return Optional.ofNullable(types.get(type));
  }

  /** Whether events must be as they are described. */
  public boolean isStrict() {
    return strict;
  }

  /**
   * What to tell the author of a workflow that names this type, or empty if it is known: {@code
   * unknown event type "deal.one"; did you mean "deal.won"?}
   */
  public Optional<String> warning(String type) {
    return types.containsKey(type) ? Optional.empty() : Optional.of(unknown(type));
  }

  private String unknown(String type) {
    String suggestion = DidYouMean.suffix(type, types.keySet());
    return "unknown event type \""
        + type
        + "\""
        + (suggestion.isEmpty() ? "; the host can declare it in the EventCatalog" : suggestion);
  }

  /**
   * What is wrong with an event: an unknown type, required keys that are missing (other than the id
   * of its subject), values of another kind. Always nothing for a lenient catalogue. Pointers are
   * those of the event's JSON form.
   */
  public List<Problem> check(Event event) {
    if (!strict) {
      return List.of();
    }
    Problems problems = Problems.none();
    EventType type = types.get(event.type());
    if (type == null) {
      problems.at("type").add(unknown(event.type()));
    } else {
      Problems payload = problems.at("payload");
      type.payload()
          .forEach(
              key -> check(key, event.payload().get(key.name()), event, payload.at(key.name())));
    }
    return problems.list();
  }

  /**
   * What keeps a definition from being published: the types of events it names that are unknown.
   * Always nothing for a lenient catalogue. Pointers are those of {@link
   * WorkflowDefinition#toJson()}.
   */
  public List<Problem> check(WorkflowDefinition definition) {
    return strict
        ? new DefinitionEvents(this, definition, StepTexts.NONE).unknownTypes()
        : List.of();
  }

  /**
   * What the author of a definition probably did not mean, in the order of the document: paths of a
   * payload in conditions and expressions that are not described, and, for a lenient catalogue,
   * unknown types of events. Payloads that are described without keys are taken as they come, and
   * so is what steps read of a workflow that starts on an unknown type. Pointers are those of
   * {@link WorkflowDefinition#toJson()}.
   */
  public List<Problem> warnings(WorkflowDefinition definition) {
    return warnings(definition, StepTexts.NONE);
  }

  /** The same with what the texts of messages read. */
  public List<Problem> warnings(WorkflowDefinition definition, StepTexts texts) {
    DefinitionEvents events = new DefinitionEvents(this, definition, texts);
    return strict ? events.paths() : events.everything();
  }

  /**
   * What a text that is rendered over an event of one of these types reads and nothing supplies.
   * Always nothing if one of the types is unknown, or is described without keys. Pointers are those
   * of the text.
   *
   * @param names what else there is at the top level
   */
  public List<Problem> unknownPaths(
      Collection<String> eventTypes, Set<String> names, ConfigTemplate text) {
    if (!types.keySet().containsAll(eventTypes)) {
      return List.of();
    }
    Problems problems = Problems.none();
    new PayloadPaths(eventTypes.stream().map(types::get).toList())
        .with(names.toArray(String[]::new))
        .check(text.paths(), text.source(), problems);
    return problems.list();
  }

  private static void check(
      PayloadKey key, @Nullable JsonNode value, Event event, Problems problems) {
    if (value == null || value.isNull()) {
      if (key.required() && !isSubject(key, event)) {
        problems.add("is required: " + key.description());
      }
    } else if (!key.kind().fits(value)) {
      problems.add("expected " + key.kind().label() + ", found " + words(value));
    }
  }

  /** The id of what the event is about is in its subject already. */
  private static boolean isSubject(PayloadKey key, Event event) {
    return key.kind() == PayloadKey.Kind.ID
        && event.subject() != null
        && key.name().equals(event.subject().type() + "_id");
  }

  private static String words(JsonNode value) {
    return switch (value.getNodeType()) {
      case ARRAY -> "a list";
      case OBJECT -> "an object";
      case STRING -> "a text";
      case NUMBER -> "a number";
      case BOOLEAN -> "true or false";
      default -> "something else";
    };
  }

  /** Collects types. Not thread-safe. */
  public static final class Builder {

    private static final Pattern TYPE = Pattern.compile("[a-z0-9_]+(\\.[a-z0-9_]+)*");

    private final Map<String, EventType> types = new TreeMap<>();
    private final Set<String> added = new HashSet<>();
    private final Problems problems = Problems.none();
    private boolean strict;

    private Builder() {
      BuiltInEvents.TYPES.forEach(type -> types.put(type.type(), type));
    }

    /** Adds a type; a built-in one of the same name is replaced. */
    public Builder add(EventType type) {
      Problems here = problems.at(type.type());
      if (!TYPE.matcher(type.type()).matches()) {
        here.add("an event type is dotted lower case, such as \"deal.stage_changed\"");
      }
      if (!added.add(type.type())) {
        here.add("is declared twice");
      }
      if (type.keys().size() < type.payload().size()) {
        here.add("describes a payload key twice");
      }
      types.put(type.type(), type);
      return this;
    }

    /**
     * Events that are not as they are described are refused, and so are definitions that name
     * unknown types.
     */
    public Builder strict() {
      strict = true;
      return this;
    }

    /**
     * The catalogue.
     *
     * @throws InvalidInputException naming every type that is declared twice or wrongly
     */
    public EventCatalog build() {
      problems.throwIfAny(list -> new InvalidInputException("The event catalogue", list));
      return new EventCatalog(types, strict);
    }
  }
}
