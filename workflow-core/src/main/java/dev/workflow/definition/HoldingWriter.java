package dev.workflow.definition;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Writes how a step that people do is taken on, held and seen. */
final class HoldingWriter {

  private HoldingWriter() {}

  static void write(ObjectNode json, Holding holding) {
    Holding usual = Holding.USUAL;
    if (holding.begin() != usual.begin()) {
      json.put("begin", DefinitionWriter.name(holding.begin()));
    }
    if (holding.claimFor() != null) {
      json.put("claimFor", TimeSpan.of(holding.claimFor()).toString());
    }
    if (!holding.clock().equals(usual.clock())) {
      ArrayNode clock = json.putArray("clock");
      holding.clock().forEach(stop -> clock.add(DefinitionWriter.name(stop)));
    }
    visibility(json, holding.visibility());
    if (!holding.fields().isEmpty()) {
      ObjectNode fields = json.putObject("taskFields");
      holding.fields().forEach((name, value) -> fields.put(name, value.text()));
    }
  }

  private static void visibility(ObjectNode json, Holding.Visibility visibility) {
    if (visibility.equals(Holding.Visibility.USUAL)) {
      return;
    }
    if (visibility.upcoming() == null && visibility.offered() == visibility.claimed()) {
      json.put("visibility", DefinitionWriter.name(visibility.offered()));
      return;
    }
    ObjectNode one = json.putObject("visibility");
    if (visibility.upcoming() != null) {
      one.put("upcoming", DefinitionWriter.name(visibility.upcoming()));
    }
    if (visibility.offered() != Holding.Audience.ALL) {
      one.put("offered", DefinitionWriter.name(visibility.offered()));
    }
    if (visibility.claimed() != Holding.Audience.ALL) {
      one.put("claimed", DefinitionWriter.name(visibility.claimed()));
    }
  }
}
