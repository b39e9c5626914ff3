package dev.workflow.examples.host.openapi;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import dev.workflow.examples.host.web.Required;
import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverter;
import io.swagger.v3.core.converter.ModelConverterContext;
import io.swagger.v3.oas.models.media.Schema;
import java.lang.reflect.RecordComponent;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * Schemas of the host's records as Jackson reads and writes them: what is not {@code @Nullable} is
 * required, and there are no other keys.
 */
final class RecordSchemas implements ModelConverter {

  private static final String REF = "#/components/schemas/";

  private final ObjectMapper mapper;

  RecordSchemas(ObjectMapper mapper) {
    this.mapper = mapper;
  }

  @Override
  public @Nullable Schema<?> resolve(
      AnnotatedType type, ModelConverterContext context, Iterator<ModelConverter> chain) {
    Schema<?> resolved = chain.hasNext() ? chain.next().resolve(type, context, chain) : null;
    if (resolved != null && type.getType() != null) {
      JavaType java = mapper.constructType(type.getType());
      if (java.isRecordType() && java.getRawClass().getName().startsWith("dev.workflow.")) {
        Schema<?> schema = schema(resolved, context);
        if (schema != null && schema.getProperties() != null) {
          complete(schema, java);
        }
      }
    }
    return resolved;
  }

  private static @Nullable Schema<?> schema(Schema<?> resolved, ModelConverterContext context) {
    String ref = resolved.get$ref();
    return ref == null ? resolved : context.getDefinedModels().get(ref.substring(REF.length()));
  }

  private void complete(Schema<?> schema, JavaType java) {
    for (BeanPropertyDefinition property :
        mapper.getSerializationConfig().introspect(java).findProperties()) {
      RecordComponent component =
          Required.component(java.getRawClass(), property.getInternalName());
      if (component != null
          && Required.required(component)
          && schema.getProperties().containsKey(property.getName())
          && (schema.getRequired() == null || !schema.getRequired().contains(property.getName()))) {
        schema.addRequiredItem(property.getName());
      }
    }
    schema.setAdditionalProperties(false);
  }
}
