package dev.workflow.internal.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Actor;
import dev.workflow.TenantId;
import dev.workflow.expression.MaskedValue;
import dev.workflow.internal.log.Log;
import dev.workflow.spi.FieldPolicy;
import dev.workflow.spi.FieldPolicy.Access;
import dev.workflow.spi.FieldPolicy.Request;
import dev.workflow.spi.FieldPolicy.Sight;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Masks data by the host's policy, which fails closed. Immutable and thread-safe. */
public final class FieldRights {

  private static final Log log = Log.of(FieldRights.class);

  private static final Set<String> EVENT = Set.of("payload", "previous");
  private static final Set<String> STEP = Set.of("output");
  private static final String NO_TYPE = "";

  private final @Nullable FieldPolicy policy;

  /**
   * @param policy null: all fields are open
   */
  public FieldRights(@Nullable FieldPolicy policy) {
    this.policy = policy;
  }

  /** Whether there is a policy. */
  boolean given() {
    return policy != null;
  }

  /** Whether something may be masked for a principal. */
  public boolean concern(Actor principal) {
    return policy != null && !principal.equals(Actor.ENGINE);
  }

  public Access of(Actor principal, TenantId tenant, String record, String field) {
    if (policy == null || principal.equals(Actor.ENGINE)) {
      return Access.OPEN;
    }
    Request request = new Request(principal, tenant, record, field);
    try {
      return policy.of(request);
    } catch (RuntimeException | Error e) {
      log.warn("The FieldPolicy failed, which hides the field: {}", request, e);
      return Access.HIDDEN;
    }
  }

  /**
   * Data as a principal sees them: a copy where something is masked, else the data themselves.
   *
   * @param subject the type of the subject, of which the keys at the top are fields; null: none
   */
  public ObjectNode masked(
      Actor principal, TenantId tenant, @Nullable String subject, ObjectNode data) {
    return masked(principal, tenant, subject, data, (value, mask) -> {});
  }

  /**
   * The same.
   *
   * @param hidden told of each value that is masked, and of its mask
   */
  public ObjectNode masked(
      Actor principal,
      TenantId tenant,
      @Nullable String subject,
      ObjectNode data,
      BiConsumer<JsonNode, String> hidden) {
    return concern(principal)
        ? new Masking(principal, tenant, subject == null ? NO_TYPE : subject, hidden).top(data)
        : data;
  }

  /** One pass over one principal's data. */
  private final class Masking {

    private final Actor principal;
    private final TenantId tenant;
    private final String subject;
    private final BiConsumer<JsonNode, String> hidden;

    Masking(Actor principal, TenantId tenant, String subject, BiConsumer<JsonNode, String> hidden) {
      this.principal = principal;
      this.tenant = tenant;
      this.subject = subject;
      this.hidden = hidden;
    }

    ObjectNode top(ObjectNode data) {
      return each(data, this::atTop);
    }

    private JsonNode atTop(String name, JsonNode value) {
      return switch (name) {
        case "tenant", "subject", "terms", "index", "iteration" -> value;
        case "event" -> parts(value, EVENT);
        case "steps" ->
            value instanceof ObjectNode steps
                ? each(steps, (step, run) -> parts(run, STEP))
                : value;
        case "input" -> payload(value);
        default -> field(name, value, subject);
      };
    }

    /** What the engine wrote, with payloads within it. */
    private JsonNode parts(JsonNode value, Set<String> payloads) {
      return value instanceof ObjectNode object
          ? each(object, (name, part) -> payloads.contains(name) ? payload(part) : part)
          : value;
    }

    private JsonNode payload(JsonNode value) {
      return value instanceof ObjectNode object
          ? each(object, (name, part) -> field(name, part, subject))
          : within(value, NO_TYPE);
    }

    /** A copy if one of the values becomes another. */
    private static ObjectNode each(
        ObjectNode object, BiFunction<String, JsonNode, JsonNode> change) {
      ObjectNode copy = null;
      Iterator<Map.Entry<String, JsonNode>> fields = object.fields();
      while (fields.hasNext()) {
        Map.Entry<String, JsonNode> field = fields.next();
        JsonNode seen = change.apply(field.getKey(), field.getValue());
        if (seen != field.getValue()) {
          copy = copy == null ? shallow(object) : copy;
          copy.set(field.getKey(), seen);
        }
      }
      return copy == null ? object : copy;
    }

    private static ObjectNode shallow(ObjectNode object) {
      return JsonNodeFactory.instance.objectNode().setAll(object);
    }

    private JsonNode field(String name, JsonNode value, String type) {
      int dot = name.indexOf('.');
      Access access =
          dot > 0
              ? of(principal, tenant, name.substring(0, dot), name.substring(dot + 1))
              : type.isEmpty() ? Access.OPEN : of(principal, tenant, type, name);
      if (access.sight() != Sight.READABLE) {
        String mask = access.sight() == Sight.MASKED ? access.mask() : "";
        hidden.accept(value, mask);
        return new MaskedValue(mask);
      }
      return within(value, name);
    }

    private JsonNode within(JsonNode value, String type) {
      if (value instanceof ObjectNode object) {
        return each(object, (name, part) -> field(name, part, type));
      } else if (value instanceof ArrayNode array) {
        return array(array, type);
      }
      return value;
    }

    private JsonNode array(ArrayNode array, String type) {
      ArrayNode copy = null;
      for (int i = 0; i < array.size(); i++) {
        JsonNode seen = within(array.get(i), type);
        if (seen != array.get(i)) {
          copy = copy == null ? JsonNodeFactory.instance.arrayNode().addAll(array) : copy;
          copy.set(i, seen);
        }
      }
      return copy == null ? array : copy;
    }
  }
}
