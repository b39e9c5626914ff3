package dev.workflow.examples.host.web;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.Version;
import tools.jackson.databind.AnnotationIntrospector;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.introspect.AnnotatedParameter;

/**
 * A record's component is required unless it is {@code @Nullable}: then bodies are complete when a
 * controller gets them. Only of the host's own records.
 */
public final class Required extends AnnotationIntrospector {

  private static final long serialVersionUID = 1L;
  private static final String OWN = "dev.workflow.examples.";

  @Override
  public Version version() {
    return Version.unknownVersion();
  }

  @Override
  public @Nullable Boolean hasRequiredMarker(MapperConfig<?> config, AnnotatedMember member) {
    RecordComponent component = component(member);
    return component == null ? null : required(component);
  }

  @Override
  public JsonSetter.@Nullable Value findSetterInfo(MapperConfig<?> config, Annotated annotated) {
    RecordComponent component = component(annotated);
    return component == null
        ? JsonSetter.Value.empty()
        : JsonSetter.Value.construct(required(component) ? Nulls.FAIL : Nulls.DEFAULT, Nulls.FAIL);
  }

  /** Whether a component always has a value. */
  public static boolean required(RecordComponent component) {
    return !component.getAnnotatedType().isAnnotationPresent(Nullable.class);
  }

  /** The component of that name, if the type is a record of the host's. */
  public static @Nullable RecordComponent component(Class<?> type, String name) {
    return type.isRecord() && type.getName().startsWith(OWN)
        ? Arrays.stream(type.getRecordComponents())
            .filter(component -> component.getName().equals(name))
            .findFirst()
            .orElse(null)
        : null;
  }

  private static @Nullable RecordComponent component(Annotated annotated) {
    if (annotated instanceof AnnotatedParameter parameter) {
      Class<?> type = parameter.getDeclaringClass();
      RecordComponent[] all =
          type.isRecord() && type.getName().startsWith(OWN) ? type.getRecordComponents() : null;
      return all != null && parameter.getIndex() < all.length ? all[parameter.getIndex()] : null;
    }
    return null;
  }
}
