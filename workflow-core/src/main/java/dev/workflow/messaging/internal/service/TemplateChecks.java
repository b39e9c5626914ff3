package dev.workflow.messaging.internal.service;

import dev.workflow.Problem;
import dev.workflow.Problems;
import dev.workflow.expression.ConfigTemplate;
import dev.workflow.messaging.MessageTemplate;
import dev.workflow.messaging.internal.recipient.RecipientData;
import dev.workflow.trigger.EventCatalog;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Checks a template against the event that it says it is for. */
final class TemplateChecks {

  private TemplateChecks() {}

  static List<Problem> problems(MessageTemplate template, EventCatalog catalog) {
    Problems problems = Problems.none();
    String event = template.event();
    if (event == null) {
      return List.of();
    }
    catalog.warning(event).ifPresent(problems.at("event")::add);
    Set<String> names = new TreeSet<>(template.variables().keySet());
    names.addAll(RecipientData.NAMES);
    template
        .variants()
        .forEach(
            (language, bodies) ->
                bodies.forEach(
                    (channel, body) ->
                        problems
                            .at("variants")
                            .at(language)
                            .at(channel)
                            .addAll(
                                catalog.unknownPaths(
                                    List.of(event), names, ConfigTemplate.parse(body)))));
    return problems.list();
  }
}
