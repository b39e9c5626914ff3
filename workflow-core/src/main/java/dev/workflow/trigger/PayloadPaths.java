package dev.workflow.trigger;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.Problems;
import dev.workflow.internal.text.DidYouMean;
import dev.workflow.internal.text.TextPlaces;
import dev.workflow.trigger.PayloadKey.Kind;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The paths that conditions and expressions can read at one place of a definition, as far as the
 * catalogue says. Immutable.
 *
 * @param types the described events of which one is the event there; none: nothing is known
 * @param names other names that are in the data there
 * @param open whether there can be more names than these
 */
record PayloadPaths(List<EventType> types, Set<String> names, boolean open) {

  /** The keys of an event's JSON form. */
  static final Set<String> OF_EVENT =
      new TreeSet<>(
          Set.of(
              "id",
              "tenant",
              "type",
              "occurredAt",
              "subject",
              "payload",
              "previous",
              "correlation",
              "cause"));

  private static final Set<String> ALWAYS =
      Set.of("event", "subject", "input", "steps", "terms", "tenant");

  PayloadPaths {
    boolean described = types.stream().noneMatch(type -> type.payload().isEmpty());
    types = described ? List.copyOf(types) : List.of();
    names = Set.copyOf(names);
  }

  PayloadPaths(List<EventType> types) {
    this(types, Set.of(), false);
  }

  /** The same within a loop that gives names to more data. */
  PayloadPaths with(String... more) {
    Set<String> all = new TreeSet<>(names);
    all.addAll(List.of(more));
    return new PayloadPaths(types, all, open);
  }

  /** The same on top of what an instance sees. */
  PayloadPaths over(PayloadPaths instance) {
    Set<String> all = new TreeSet<>(instance.names);
    instance.types.stream()
        .flatMap(type -> type.payload().stream())
        .forEach(key -> all.add(segments(key.name()).get(0)));
    return new PayloadPaths(types, all, instance.types.isEmpty());
  }

  /** Tells which of the paths that a part of the document reads nothing can be at. */
  void check(Collection<String> paths, JsonNode part, Problems problems) {
    for (String path : paths) {
      String message = fault(segments(path));
      if (!message.isEmpty()) {
        TextPlaces.of(path, part, problems).add(message);
      }
    }
  }

  /** The same for what the event of a step that waits holds. */
  void checkPayload(List<String> segments, String path, JsonNode part, Problems problems) {
    String message = types.isEmpty() ? "" : payload(segments, Set.of());
    if (!message.isEmpty()) {
      TextPlaces.of(path, part, problems).add(message);
    }
  }

  static List<String> segments(String path) {
    return List.of(path.split("(?<!\\\\)\\.")).stream()
        .map(segment -> segment.replace("\\.", "."))
        .toList();
  }

  private String fault(List<String> segments) {
    String first = segments.get(0);
    if (first.equals("event") && segments.size() > 1) {
      return event(segments.subList(1, segments.size()));
    }
    boolean known = ALWAYS.contains(first) || names.contains(first) || open || types.isEmpty();
    return known ? "" : payload(segments, names);
  }

  private String event(List<String> segments) {
    String first = segments.get(0);
    if (!OF_EVENT.contains(first)) {
      return "an event has no \"" + first + "\"" + DidYouMean.suffix(first, OF_EVENT);
    }
    boolean payload = first.equals("payload") && segments.size() > 1 && !types.isEmpty();
    return payload ? payload(segments.subList(1, segments.size()), Set.of()) : "";
  }

  private String payload(List<String> segments, Set<String> others) {
    for (int end = segments.size(); end > 0; end--) {
      String name = String.join(".", segments.subList(0, end));
      List<PayloadKey> keys =
          types.stream()
              .flatMap(type -> type.payload().stream())
              .filter(key -> key.name().equals(name))
              .toList();
      if (!keys.isEmpty()) {
        return end == segments.size() ? "" : within(keys, segments.get(end));
      }
    }
    Set<String> near = new TreeSet<>(others);
    types.forEach(type -> near.addAll(type.keys().keySet()));
    String suggestion = DidYouMean.suffix(segments.get(0), near);
    return "the EventCatalog describes no payload key \""
        + segments.get(0)
        + "\" of "
        + types.stream().map(EventType::type).collect(Collectors.joining(", "))
        + (suggestion.isEmpty() ? "; if events hold it, describe it there" : suggestion);
  }

  private static String within(List<PayloadKey> keys, String segment) {
    boolean whole = keys.stream().map(PayloadKey::kind).noneMatch(PayloadPaths::hasParts);
    PayloadKey key = keys.get(0);
    return whole
        ? "\"" + key.name() + "\" is " + key.kind().label() + ", which holds no \"" + segment + "\""
        : "";
  }

  private static boolean hasParts(Kind kind) {
    return kind == Kind.OBJECT || kind == Kind.LIST || kind == Kind.ANY;
  }
}
