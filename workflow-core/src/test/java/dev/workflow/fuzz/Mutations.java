package dev.workflow.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ContainerNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Changes valid input at random. */
final class Mutations {

  private static final int LARGEST = 300_000;

  private final Random random;

  Mutations(Random random) {
    this.random = random;
  }

  /** A text with some places changed, without regard to its syntax. */
  String text(String valid, String other) {
    StringBuilder text = new StringBuilder(valid);
    for (int i = Math.max(0, random.nextInt(6) - 3); i >= 0 && text.length() < LARGEST; i--) {
      change(text, other);
    }
    return text.toString();
  }

  private void change(StringBuilder text, String other) {
    int at = random.nextInt(text.length() + 1);
    int end = Math.min(text.length(), at + Hostile.length(random, 200));
    switch (random.nextInt(10)) {
      case 0 -> text.delete(at, end);
      case 1 -> text.insert(at, Hostile.syntax(random));
      case 2 -> text.replace(at, end, Hostile.number(random));
      case 3 -> text.insert(at, Hostile.text(random));
      case 4 -> text.insert(at, text.substring(at, end));
      case 5 -> text.insert(at, other, 0, Math.min(other.length(), Hostile.length(random, 2_000)));
      case 6 -> text.insert(at, text.substring(at, end).repeat(Hostile.length(random, 1_000)));
      case 7 -> number(text, at);
      case 8 -> text.insert(at, Hostile.syntax(random).repeat(Hostile.length(random, 5_000)));
      default -> text.insert(at, (char) random.nextInt(random.nextBoolean() ? 128 : 65_536));
    }
  }

  /** Replaces the next number of a text. */
  private void number(StringBuilder text, int from) {
    int start = from;
    while (start < text.length() && !Character.isDigit(text.charAt(start))) {
      start++;
    }
    int end = start;
    while (end < text.length() && Character.isDigit(text.charAt(end))) {
      end++;
    }
    text.replace(start, end, Hostile.number(random));
  }

  /** A copy of a tree with some values exchanged for hostile ones or others of its own. */
  JsonNode tree(JsonNode valid) {
    JsonNode tree = valid.deepCopy();
    List<ContainerNode<?>> originals = containers(valid);
    for (int i = Math.max(0, random.nextInt(5) - 2); i >= 0; i--) {
      List<ContainerNode<?>> containers = containers(tree);
      if (containers.isEmpty()) {
        return tree;
      }
      ContainerNode<?> container = containers.get(random.nextInt(containers.size()));
      JsonNode value =
          random.nextInt(4) == 0 && !originals.isEmpty()
              ? originals.get(random.nextInt(originals.size())).deepCopy()
              : Hostile.value(random);
      replace(container, value);
    }
    return tree;
  }

  private void replace(ContainerNode<?> container, JsonNode value) {
    if (container instanceof ArrayNode array) {
      if (array.isEmpty() || random.nextInt(4) == 0) {
        array.add(value);
      } else {
        array.set(random.nextInt(array.size()), value);
      }
    } else if (container instanceof ObjectNode object) {
      List<String> names = new ArrayList<>();
      object.fieldNames().forEachRemaining(names::add);
      if (names.isEmpty() || random.nextInt(8) == 0) {
        object.set(Hostile.text(random), value);
      } else {
        String name = names.get(random.nextInt(names.size()));
        JsonNode old = object.get(name);
        boolean grow = old.isTextual() && value.isTextual() && random.nextBoolean();
        object.set(name, grow ? TextNode.valueOf(old.textValue() + value.textValue()) : value);
      }
    }
  }

  /** All lists and objects of a tree, up to a depth. */
  private static List<ContainerNode<?>> containers(JsonNode tree) {
    List<ContainerNode<?>> found = new ArrayList<>();
    if (tree instanceof ContainerNode<?> container) {
      found.add(container);
    }
    for (int i = 0; i < found.size() && found.size() < 2_000; i++) {
      for (JsonNode child : found.get(i)) {
        if (child instanceof ContainerNode<?> container) {
          found.add(container);
        }
      }
    }
    return found;
  }
}
