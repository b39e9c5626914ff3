package dev.workflow.expression;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The source of an expression's value. Immutable. */
sealed interface Source {

  /** The value; a missing node where there is none. */
  JsonNode read(Rendering rendering);

  /** What must hold for the value to be there, after "make sure". */
  String remedy();

  /** {@code lead.email}. */
  record Field(DataPath path) implements Source {
    @Override
    public JsonNode read(Rendering rendering) {
      rendering.spend(path.cost());
      return path.find(rendering.data());
    }

    @Override
    public String remedy() {
      return "the data holds \"" + path + "\"";
    }
  }

  /** {@code this} and {@code this.sku}: the element of the innermost loop, or a value in it. */
  record Item(@Nullable DataPath path) implements Source {
    @Override
    public JsonNode read(Rendering rendering) {
      if (path == null) {
        return rendering.item();
      }
      rendering.spend(path.cost());
      return path.find(rendering.item());
    }

    @Override
    public String remedy() {
      return path == null
          ? "no element of the list is null"
          : "every element of the list holds \"" + path + "\"";
    }
  }

  /** {@code @index}: the place of that element, from 0. */
  record Index() implements Source {
    @Override
    public JsonNode read(Rendering rendering) {
      return IntNode.valueOf(rendering.index());
    }

    @Override
    public String remedy() {
      return "the loop has an index";
    }
  }

  /** {@code today+2w}. */
  record Today(Shift shift) implements Source {
    @Override
    public JsonNode read(Rendering rendering) {
      return TextNode.valueOf(shift.today(rendering));
    }

    @Override
    public String remedy() {
      return "the clock is set";
    }
  }

  /** {@code now-2h}. */
  record Now(Shift shift) implements Source {
    @Override
    public JsonNode read(Rendering rendering) {
      return TextNode.valueOf(shift.now(rendering));
    }

    @Override
    public String remedy() {
      return "the clock is set";
    }
  }

  /** {@code secret.api_key}. */
  record Secret(String name) implements Source {
    @Override
    public JsonNode read(Rendering rendering) {
      RenderContext.Secrets secrets = rendering.context().secrets();
      if (secrets.masked()) {
        return TextNode.valueOf(RenderContext.MASK);
      }
      Function<String, @Nullable String> lookup = secrets.lookup();
      if (lookup == null) {
        throw rendering.failure(
            "is used where secrets are not available; use it in the configuration of an action");
      }
      String value = lookup.apply(name);
      return value == null ? MissingNode.getInstance() : TextNode.valueOf(value);
    }

    @Override
    public String remedy() {
      return "the secret \"" + name + "\" is defined";
    }
  }
}
