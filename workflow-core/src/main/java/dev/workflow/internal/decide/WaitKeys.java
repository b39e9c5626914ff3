package dev.workflow.internal.decide;

import dev.workflow.Event;
import dev.workflow.SubjectRef;
import java.util.ArrayList;
import java.util.List;

/** The keys by which an event finds the steps that wait for it. */
public final class WaitKeys {

  private WaitKeys() {}

  public static String subject(SubjectRef subject) {
    return "s:" + subject.type() + ":" + subject.id();
  }

  public static String correlation(String correlation) {
    return "c:" + correlation;
  }

  /** All keys under which a step may wait for this event. */
  public static List<String> of(Event event) {
    List<String> keys = new ArrayList<>(2);
    if (event.subject() != null) {
      keys.add(subject(event.subject()));
    }
    if (event.correlation() != null) {
      keys.add(correlation(event.correlation()));
    }
    return keys;
  }
}
