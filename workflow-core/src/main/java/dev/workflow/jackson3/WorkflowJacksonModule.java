package dev.workflow.jackson3;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import tools.jackson.databind.module.SimpleModule;

/**
 * Lets Jackson 3 write and read the Jackson 2 trees in the engine's records as the JSON that they
 * are, with exact decimals. Found by itself where a mapper looks for modules ({@code
 * JsonMapper.builder().findAndAddModules()}, as Spring Boot 4 does); needs {@code
 * tools.jackson.core:jackson-databind} on the class path. Thread-safe.
 */
public final class WorkflowJacksonModule extends SimpleModule {

  private static final long serialVersionUID = 1L;

  /** The module; it has no settings. */
  public WorkflowJacksonModule() {
    super("dev.workflow");
    addSerializer(JsonNode.class, new TreeSerializer());
    addDeserializer(JsonNode.class, new TreeDeserializer<>(JsonNode.class));
    addDeserializer(ObjectNode.class, new TreeDeserializer<>(ObjectNode.class));
    addDeserializer(ArrayNode.class, new TreeDeserializer<>(ArrayNode.class));
  }
}
