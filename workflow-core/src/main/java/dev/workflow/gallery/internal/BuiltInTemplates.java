package dev.workflow.gallery.internal;

import dev.workflow.gallery.WorkflowTemplate;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** The templates that come with the engine, read once. */
final class BuiltInTemplates {

  private static final List<String> FILES =
      List.of(
          "appointment-reminder",
          "customer-onboarding",
          "document-request",
          "employee-onboarding",
          "lead-nurture",
          "lead-welcome",
          "quote-follow-up",
          "satisfaction-survey",
          "spending-approval",
          "stuck-deal",
          "ticket-escalation",
          "weekly-export");

  private static final Map<String, WorkflowTemplate> ALL = read();

  private BuiltInTemplates() {}

  /** By key. */
  static Map<String, WorkflowTemplate> all() {
    return ALL;
  }

  private static Map<String, WorkflowTemplate> read() {
    Map<String, WorkflowTemplate> all = new TreeMap<>();
    FILES.forEach(name -> all.put(name, read(name)));
    return all;
  }

  private static WorkflowTemplate read(String name) {
    String file = "/dev/workflow/gallery/" + name + ".json";
    try (InputStream in = BuiltInTemplates.class.getResourceAsStream(file)) {
      byte[] bytes = Objects.requireNonNull(in, file).readAllBytes();
      return WorkflowTemplate.parse(new String(bytes, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
