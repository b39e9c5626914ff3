package dev.workflow.examples.host.forms;

import dev.workflow.Problem;
import java.util.HashMap;
import java.util.Map;

/** Where the parts of the document stand in the form that was written, as JSON pointers. */
final class Places {

  private final Map<String, String> written = new HashMap<>();

  /** What is at or below one place of the document was written at or below another. */
  void put(String document, String form) {
    written.put(document, form);
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
        return form + pointer.substring(at.length());
      }
      at = at.substring(0, at.lastIndexOf('/'));
    }
    return pointer;
  }
}
