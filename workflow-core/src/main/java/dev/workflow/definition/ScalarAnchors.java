package dev.workflow.definition;

import com.fasterxml.jackson.core.JsonLocation;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.parser.Parser;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;

/**
 * The anchors of a YAML text that stand at a text, a number, true, false or null, by their place:
 * Jackson's parser tells only of those at objects and lists. Immutable.
 */
final class ScalarAnchors {

  private record Position(int line, int column) {}

  private final Map<Position, String> anchors;

  private ScalarAnchors(Map<Position, String> anchors) {
    this.anchors = anchors;
  }

  /** Those of a text; what is wrong with it is left to whoever reads it. */
  static ScalarAnchors in(String text, LoaderOptions options) {
    Map<Position, String> anchors = new HashMap<>();
    if (text.indexOf('&') >= 0) {
      try {
        collect(new ParserImpl(new StreamReader(text), options), anchors);
      } catch (YAMLException e) {
        // found again, and reported, by the reader
      }
    }
    return new ScalarAnchors(anchors);
  }

  private static void collect(Parser events, Map<Position, String> anchors) {
    while (!events.checkEvent(Event.ID.StreamEnd)) {
      if (events.getEvent() instanceof ScalarEvent scalar && scalar.getAnchor() != null) {
        Mark start = scalar.getStartMark();
        anchors.put(new Position(start.getLine() + 1, start.getColumn() + 1), scalar.getAnchor());
      }
    }
  }

  /** The anchor of the value at a place, if it has one. */
  @Nullable String at(JsonLocation place) {
    return anchors.get(new Position(place.getLineNr(), place.getColumnNr()));
  }
}
