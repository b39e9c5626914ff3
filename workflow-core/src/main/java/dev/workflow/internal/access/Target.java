package dev.workflow.internal.access;

import dev.workflow.SubjectRef;
import org.jspecify.annotations.Nullable;

/**
 * What a call is about.
 *
 * @param workflow null: all workflows
 * @param subject null: all subjects
 * @param missing how the call answers if it is not there, which is also the answer to who may not
 *     see it; null: that is no secret
 */
record Target(@Nullable String workflow, @Nullable SubjectRef subject, @Nullable String missing) {

  /** Everything of a tenant. */
  static final Target ALL = new Target(null, null, null);

  static Target of(@Nullable String workflow, @Nullable SubjectRef subject) {
    return new Target(workflow, subject, null);
  }

  /** In words, as the end of "the right ... on". */
  String words() {
    if (workflow == null) {
      return subject == null ? "everything" : "the subject " + subject;
    }
    String words = "the workflow \"" + workflow + "\"";
    return subject == null ? words : words + " and the subject " + subject;
  }
}
