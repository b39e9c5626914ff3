package dev.workflow.definition;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.Problems;
import dev.workflow.internal.text.DidYouMean;
import dev.workflow.internal.text.TextPlaces;
import dev.workflow.internal.text.Wording;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * Checks that {@code steps.<id>} in conditions and expressions names a step there is, and something
 * that a step has. Collected while the document is read, checked when all ids are known.
 */
final class References {

  private static final Set<String> OF_STEP =
      Set.of("output", "state", "reason", "attempt", "by", "code");

  /** More would only repeat the same mistake. */
  private static final int MAX_TOLD = 100;

  private final List<Use> uses = new ArrayList<>();

  /** A path that is read somewhere within a part of the document. */
  private record Use(String path, JsonNode part, Problems problems) {

    String id() {
      return path.split("\\.", 3)[1];
    }

    String member() {
      String[] segments = path.split("\\.", 4);
      return segments.length > 2 ? segments[2] : "output";
    }

    boolean fits(Set<String> ids) {
      boolean many = id().equals("*") || path.contains("\\");
      return many || (ids.contains(id()) && OF_STEP.contains(member()));
    }
  }

  void add(Collection<String> paths, JsonNode part, Problems problems) {
    for (String path : paths) {
      if (path.startsWith("steps.")) {
        uses.add(new Use(path, part, problems));
      }
    }
  }

  void check(Set<String> ids) {
    uses.stream().filter(use -> !use.fits(ids)).limit(MAX_TOLD).forEach(use -> tell(use, ids));
  }

  private static void tell(Use use, Set<String> ids) {
    String message =
        ids.contains(use.id())
            ? "a step has output, state, reason, attempt and by; did you mean \"steps."
                + use.id()
                + ".output."
                + Wording.clip(use.member())
                + "\"?"
            : "there is no step " + Wording.quoted(use.id()) + DidYouMean.suffix(use.id(), ids);
    TextPlaces.of(use.path(), use.part(), use.problems())
        .add(message + " (" + Wording.clip(use.path()) + ")");
  }
}
