package dev.workflow.testkit.simulation.features;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One thing that happens in a story. Its words name instances, steps and messages by their place in
 * the story, so that it can still be played when other acts are left out.
 *
 * @param target an instance ({@code a/main#1}), a step of it ({@code a/main#1/s2[0]}), a message
 *     ({@code a/main#1/s2!0}), a workflow or whatever the verb needs
 * @param actor who does it
 * @param argument whatever else the verb needs
 * @param fault what goes wrong at the node meanwhile
 */
record Act(Verb verb, String target, String actor, String argument, Fault fault) {

  static Act of(Verb verb, String target, String actor, String argument) {
    return new Act(verb, target, actor, argument, Fault.NONE);
  }

  static Act of(Verb verb, String target) {
    return of(verb, target, "", "");
  }

  Act with(Fault value) {
    return new Act(verb, target, actor, argument, value);
  }

  /** The same about something else. */
  Act about(String other) {
    return new Act(verb, other, actor, argument, fault);
  }

  /** Whether it is an event that ends what continues. */
  boolean ends() {
    return verb == Verb.PUBLISH && rest().equals(Documents.EXIT);
  }

  /** The part of the target before a sign, or all of it. */
  static String before(String text, char sign) {
    int at = text.indexOf(sign);
    return at < 0 ? text : text.substring(0, at);
  }

  /** The part after the last of a sign; null without one. */
  static @Nullable String afterLast(String text, char sign) {
    int at = text.lastIndexOf(sign);
    return at < 0 ? null : text.substring(at + 1);
  }

  /** The tenant that the target names. */
  String tenant() {
    return before(target, '/');
  }

  /** The target without its tenant. */
  String rest() {
    return target.substring(Math.min(target.length(), tenant().length() + 1));
  }

  /** The instance that the target names. */
  String instance() {
    String rest = rest();
    int slash = rest.indexOf('/');
    return tenant() + "/" + (slash < 0 ? rest : rest.substring(0, slash));
  }

  /** The step that the target names; empty without one. */
  String step() {
    String name = target.substring(Math.min(target.length(), instance().length()));
    return before(name.isEmpty() ? name : name.substring(1), '!');
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(actor.isEmpty() ? "" : actor + " ");
    text.append(verb);
    for (String word : new String[] {target, argument}) {
      text.append(Objects.requireNonNull(word).isEmpty() ? "" : " " + shortened(word));
    }
    return text.append(fault.kind() == Fault.Kind.NONE ? "" : "; " + fault).toString();
  }

  private static String shortened(String word) {
    return word.length() > 120 ? word.substring(0, 100) + "… (" + word.length() + ")" : word;
  }
}
