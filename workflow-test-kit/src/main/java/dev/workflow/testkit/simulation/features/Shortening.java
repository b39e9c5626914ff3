package dev.workflow.testkit.simulation.features;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.spi.store.WorkflowStore;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Leaves out of a story whatever it breaks its promise without: acts, in smaller and smaller
 * portions, then faults, then steps of its workflows and what they say.
 */
final class Shortening {

  private static final int TRIALS = 600;

  private final Function<InstantSource, ? extends WorkflowStore> stores;
  private int trials;

  Shortening(Function<InstantSource, ? extends WorkflowStore> stores) {
    this.stores = stores;
  }

  StoryFailure of(StoryFailure failure) {
    StoryFailure shortest = failure;
    int before;
    do {
      before = size(shortest);
      shortest = fewerActs(shortest);
      shortest = fewerFaults(shortest);
      shortest = smallerDocuments(shortest);
    } while (size(shortest) < before && trials < TRIALS);
    return shortest;
  }

  private static int size(StoryFailure failure) {
    return failure.acts().size() * 1_000 + failure.story().documents().toString().length();
  }

  /** The failure of a smaller story, if it breaks the same promise. */
  private @Nullable StoryFailure again(StoryFailure failure, Story story, List<Act> acts) {
    if (trials++ >= TRIALS) {
      return null;
    }
    try {
      StoryFailure found = new Player(story, Script.of(acts), stores).play();
      return found != null && found.promise() == failure.promise() ? found : null;
    } catch (RuntimeException e) {
      return null;
    }
  }

  private StoryFailure fewerActs(StoryFailure failure) {
    StoryFailure shortest = failure;
    for (int portion = Math.max(1, shortest.acts().size() / 2); portion > 0; portion /= 2) {
      int at = 0;
      while (at < shortest.acts().size()) {
        List<Act> fewer = new ArrayList<>(shortest.acts());
        fewer.subList(at, Math.min(fewer.size(), at + portion)).clear();
        StoryFailure found = again(shortest, shortest.story(), fewer);
        if (found == null) {
          at += portion;
        } else {
          shortest = found;
        }
      }
    }
    return shortest;
  }

  private StoryFailure fewerFaults(StoryFailure failure) {
    StoryFailure shortest = failure;
    for (int i = 0; i < shortest.acts().size(); i++) {
      if (shortest.acts().get(i).fault() != Fault.NONE) {
        List<Act> acts = new ArrayList<>(shortest.acts());
        acts.set(i, acts.get(i).with(Fault.NONE));
        StoryFailure found = again(shortest, shortest.story(), acts);
        shortest = found == null ? shortest : found;
      }
    }
    return shortest;
  }

  private StoryFailure smallerDocuments(StoryFailure failure) {
    StoryFailure shortest = failure;
    for (String key : List.copyOf(shortest.story().documents().keySet())) {
      boolean smaller = true;
      for (int i = 0; smaller; ) {
        Map<String, ObjectNode> documents = new LinkedHashMap<>(shortest.story().documents());
        ObjectNode document = Objects.requireNonNull(documents.get(key)).deepCopy();
        smaller = Part.removeNth(document, i);
        documents.put(key, document);
        StoryFailure found =
            smaller ? again(shortest, shortest.story().with(documents), shortest.acts()) : null;
        if (found == null) {
          i++;
        } else {
          shortest = found;
        }
      }
    }
    return shortest;
  }

  /** What can be left out of a document. */
  private static final class Part {

    private static final List<String> REMOVABLE =
        List.of(
            "after",
            "cancels",
            "while",
            "lock",
            "rateLimit",
            "channelLimits",
            "delay",
            "timeout",
            "allowFailure",
            "onFailure",
            "compensate",
            "retry",
            "when",
            "exit",
            "concurrency",
            "maxConcurrent",
            "join",
            "required",
            "role",
            "assignee");

    private int rest;

    private Part(int rest) {
      this.rest = rest;
    }

    /** Removes the n-th thing that can be left out; says whether there is one. */
    static boolean removeNth(ObjectNode document, int n) {
      return new Part(n).removeFrom(document);
    }

    private boolean removeFrom(JsonNode node) {
      if (node instanceof ArrayNode array) {
        for (int i = 0; i < array.size(); i++) {
          if (array.get(i).has("id") && rest-- == 0) {
            array.remove(i);
            return true;
          }
          if (removeFrom(array.get(i))) {
            return true;
          }
        }
      } else if (node instanceof ObjectNode object) {
        for (String key : REMOVABLE) {
          if (object.has(key) && rest-- == 0) {
            object.remove(key);
            return true;
          }
        }
        for (JsonNode inside : object) {
          if (removeFrom(inside)) {
            return true;
          }
        }
      }
      return false;
    }
  }
}
