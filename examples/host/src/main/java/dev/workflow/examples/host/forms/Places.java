package dev.workflow.examples.host.forms;

import dev.workflow.Problem;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Where the parts of the document stand in the form that was written, as JSON pointers. */
final class Places {

  private final Map<String, String> written = new HashMap<>();
  private final Set<String> wholes = new HashSet<>();

  /** What is at or below one place of the document was written at or below another. */
  void put(String document, String form) {
    written.put(document, form);
  }

  /** What is at or below one place of the document was made of one value. */
  void putWhole(String document, String form) {
    put(document, form);
    wholes.add(document);
  }

  /** A problem of the document at the place where it was written. */
  Problem written(Problem problem) {
    return new Problem(of(problem.pointer()), problem.message());
  }

  private String of(String pointer) {
    String at = pointer;
    while (!at.isEmpty()) {
      String form = written.get(at);
      if (form != null) {
        return wholes.contains(at) ? form : form + pointer.substring(at.length());
      }
      at = at.substring(0, at.lastIndexOf('/'));
    }
    return pointer;
  }
}
