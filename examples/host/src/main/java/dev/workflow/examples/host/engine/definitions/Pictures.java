package dev.workflow.examples.host.engine.definitions;

import dev.workflow.examples.host.engine.Refusal;
import java.util.function.Supplier;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/** Diagrams as answers. */
public final class Pictures {

  private static final MediaType SVG = MediaType.parseMediaType("image/svg+xml;charset=UTF-8");
  private static final MediaType MERMAID = MediaType.parseMediaType("text/plain;charset=UTF-8");

  private Pictures() {}

  public static ResponseEntity<String> answer(
      String format, Supplier<String> svg, Supplier<String> mermaid) {
    return switch (format) {
      case "svg" -> ResponseEntity.ok().contentType(SVG).body(svg.get());
      case "mermaid" -> ResponseEntity.ok().contentType(MERMAID).body(mermaid.get());
      default -> throw Refusal.of("format", "is neither svg nor mermaid");
    };
  }
}
