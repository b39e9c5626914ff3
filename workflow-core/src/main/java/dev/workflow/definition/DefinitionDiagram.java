package dev.workflow.definition;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A definition as a Mermaid flowchart. Whatever names and conditions hold, the text is valid: they
 * are in quotes, without characters that mean something to Mermaid or to Markdown.
 *
 * <p>Pure functions; thread-safe.
 */
public final class DefinitionDiagram {

  private static final int LABEL = 120;
  private static final String PLAIN = " ,;_/(?!=…";
  private static final Map<String, String> COLOURS = new LinkedHashMap<>();

  static {
    COLOURS.put("READY", "fill:#fff3cd,stroke:#b58900");
    COLOURS.put("IN_PROGRESS", "fill:#cfe2ff,stroke:#0d6efd");
    COLOURS.put("COMPLETED", "fill:#d1e7dd,stroke:#198754");
    COLOURS.put("FAILED", "fill:#f8d7da,stroke:#dc3545");
    COLOURS.put("BLOCKED", "fill:#ffe5d0,stroke:#fd7e14");
    COLOURS.put("SKIPPED", "fill:#e9ecef,stroke:#6c757d");
  }

  private final StringBuilder text = new StringBuilder("flowchart TD\n");
  private int joins;

  private DefinitionDiagram() {}

  /** The definition alone. */
  public static String mermaid(WorkflowDefinition definition) {
    return mermaid(definition, Map.of());
  }

  /**
   * The definition with its steps coloured.
   *
   * @param states the state of each step by its id; steps that are left out are PENDING
   */
  public static String mermaid(WorkflowDefinition definition, Map<String, String> states) {
    return mermaid(definition, states, Map.of());
  }

  /**
   * The same with something said about steps.
   *
   * @param notes what stands beside a step, by its id
   */
  public static String mermaid(
      WorkflowDefinition definition, Map<String, String> states, Map<String, String> notes) {
    DefinitionDiagram diagram = new DefinitionDiagram();
    diagram.line("start((" + label(definition.key()) + "))");
    Tail end = diagram.list(definition.steps(), new Tail("start", ""));
    diagram.line("finish(((\"end\")))");
    boolean drawn = diagram.text.indexOf("  " + end.node() + " --> finish\n") >= 0;
    diagram.edge(drawn ? Tail.NOWHERE : end, "finish");
    diagram.exits(definition.exits());
    definition.allSteps().forEach(diagram::links);
    COLOURS.forEach((state, colour) -> diagram.line("classDef " + state + " " + colour));
    states.forEach(
        (step, state) -> {
          if (COLOURS.containsKey(state) && definition.step(step).isPresent()) {
            diagram.line("class " + node(step) + " " + state);
          }
        });
    notes.forEach(
        (step, note) -> {
          if (definition.step(step).isPresent()) {
            diagram.line("n" + node(step) + "[" + label(note) + "]");
            diagram.line(node(step) + " -.-> n" + node(step));
          }
        });
    return diagram.text.toString();
  }

  /** The definition as an SVG picture. */
  public static String svg(WorkflowDefinition definition) {
    return svg(definition, Map.of(), Map.of());
  }

  /**
   * The same with the states of steps, as colours, signs and words, and with notes below steps.
   * Each step is a group with its id as {@code data-step} and with classes such as {@code step
   * action state-in-progress}; there is neither a style nor a script in it.
   *
   * @param states names of states by the ids of steps
   * @param notes texts by the ids of steps
   */
  public static String svg(
      WorkflowDefinition definition, Map<String, String> states, Map<String, String> notes) {
    return new SvgLayout(definition, states, notes).svg();
  }

  private void line(String line) {
    text.append("  ").append(line).append('\n');
  }

  /**
   * Where the way to the next node comes from.
   *
   * @param node empty: no way leads on
   */
  private record Tail(String node, String label) {

    static final Tail NOWHERE = new Tail("", "");

    boolean goesOn() {
      return !node.isEmpty();
    }
  }

  private void edge(Tail from, String to) {
    if (from.goesOn()) {
      String arrow = from.label().isEmpty() ? " --> " : " -->|" + label(from.label()) + "| ";
      line(from.node() + arrow + to);
    }
  }

  /** A name that no keyword of Mermaid is; "a-b" and "a_b" stay two. */
  private static String node(String id) {
    return "s_" + id.replace("_", "__").replace("-", "_m") + "_";
  }

  /** In quotes, on one line; what could mean something else is an entity code of Mermaid. */
  static String label(String text) {
    StringBuilder safe = new StringBuilder("\"");
    int[] characters = text.codePoints().limit(LABEL).toArray();
    for (int i = 0; i < characters.length; i++) {
      int c = characters[i];
      if (Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE) {
        safe.append(' ');
      } else if (isPlain(characters, i)) {
        safe.appendCodePoint(c);
      } else {
        safe.append('#').append(c).append(';');
      }
    }
    return safe.append(text.codePointCount(0, text.length()) > LABEL ? "…\"" : "\"").toString();
  }

  /**
   * Not the sign that begins a list of Markdown, and not a colon that Mermaid could take for one of
   * a style.
   */
  private static boolean isPlain(int[] text, int index) {
    int c = text[index];
    return switch (c) {
      case '+', '-' -> index > 0;
      case '.', ')' -> !Arrays.stream(text, 0, index).allMatch(Character::isDigit);
      case ':' -> index + 1 < text.length && text[index + 1] == ' ';
      default -> Character.isLetterOrDigit(c) || PLAIN.indexOf(c) >= 0;
    };
  }

  private Tail list(List<Step> steps, Tail from) {
    Tail last = from;
    for (Step step : steps) {
      last = step(step, last);
    }
    return last;
  }

  private Tail step(Step step, Tail from) {
    String id = node(step.id());
    line(id + shape(step));
    edge(from, id);
    List<Step> onFailure = step.settings().failure().onFailure();
    if (!onFailure.isEmpty()) {
      list(onFailure, new Tail(id, "failed"));
    }
    if (step instanceof Step.Stop) {
      edge(new Tail(id, ""), "finish");
      return step.settings().when().isAlways() ? Tail.NOWHERE : new Tail(id, "skipped");
    }
    return step.nested().isEmpty() ? new Tail(id, "") : branches(step, id);
  }

  /** They lead to the end from wherever the instance stands. */
  private void exits(List<Exit> exits) {
    for (int i = 0; i < exits.size(); i++) {
      line("x" + i + "_([" + label("exit: " + exit(exits.get(i))) + "])");
      line("x" + i + "_ -.-> finish");
    }
  }

  /** What an exit waits for. */
  static String exit(Exit exit) {
    if (exit.event() == null) {
      return exit.when().describe();
    }
    String about = exit.correlation() == null ? "" : " about " + exit.correlation().text();
    return exit.event() + about + (exit.when().isAlways() ? "" : " if " + exit.when().describe());
  }

  /** What steps have to do with others besides their order. */
  private void links(Step step) {
    for (String earlier : step.settings().coordination().after()) {
      line(node(earlier) + " -.->|" + label("then") + "| " + node(step.id()));
    }
    for (String withdrawn : step.settings().coordination().cancels()) {
      line(node(step.id()) + " -.-x|" + label("cancels") + "| " + node(withdrawn));
    }
  }

  private Tail branches(Step step, String id) {
    int before = text.length();
    String join = "j" + joins++ + "_";
    boolean joined = false;
    for (int i = 0; i < step.nested().size(); i++) {
      Tail end = list(step.nested().get(i), new Tail(id, caption(step, i)));
      edge(end, join);
      joined |= end.goesOn();
    }
    if (step instanceof Step.Branch branch
        && branch.cases().stream().noneMatch(Step.Branch.Case::otherwise)) {
      edge(new Tail(id, "else"), join);
      joined = true;
    } else if (step instanceof Step.Loop) {
      line(join + " -.-> " + id);
      joined = true;
    }
    if (!joined) {
      return Tail.NOWHERE;
    }
    text.insert(before, "  " + join + "((\" \"))\n");
    return new Tail(join, "");
  }

  static String caption(Step step, int index) {
    if (step instanceof Step.Branch branch) {
      Step.Branch.Case option = branch.cases().get(index);
      if (option.name() != null) {
        return option.name();
      }
      return option.otherwise() ? "otherwise" : option.when().describe();
    } else if (step instanceof Step.Split split) {
      return split.arms().get(index).name() + ", weight " + split.arms().get(index).weight();
    } else if (step instanceof Step.Parallel parallel
        && parallel.branches().get(index).name() != null) {
      return String.valueOf(parallel.branches().get(index).name());
    }
    return "";
  }

  private static String shape(Step step) {
    boolean delayed = step.settings().delay() != null && !(step instanceof Step.Delay);
    String delay = (delayed ? " (delayed)" : "") + coordinated(step.settings().coordination());
    if (step instanceof Step.Action action) {
      return "[" + label(step.settings().label() + ": " + action.type() + delay) + "]";
    } else if (step instanceof Step.Wait wait) {
      String timeout =
          (wait.earlier() ? " or an earlier one" : "")
              + (wait.timeout() == null ? "" : ", at most " + wait.timeout());
      return "(["
          + label(step.settings().label() + ": wait for " + wait.event() + timeout + delay)
          + "])";
    } else if (step instanceof Step.Choice) {
      return "{" + label(step.settings().label() + delay) + "}";
    }
    return "[[" + label(step.settings().label() + ": " + step.kind() + join(step) + delay) + "]]";
  }

  private static String coordinated(Coordination coordination) {
    String offered =
        coordination.offered().isAlways()
            ? ""
            : " (while " + coordination.offered().describe() + ")";
    return coordination.lock() == null
        ? offered
        : offered + " (one at a time: " + coordination.lock().text() + ")";
  }

  /** When what it holds is enough, where that is not all of it. */
  private static String join(Step step) {
    if (step instanceof Step.Parallel parallel) {
      String some =
          parallel.join() == parallel.branches().size()
              ? ""
              : ", " + parallel.join() + " of " + parallel.branches().size();
      return some + rest(parallel.rest());
    } else if (step instanceof Step.Each each) {
      String enough =
          each.join() instanceof Join.AtLeast some
              ? ", " + some.rounds()
              : each.join() instanceof Join.When when
                  ? ", until " + when.condition().describe()
                  : "";
      String more = each.add() == null ? "" : ", added by " + each.add().event();
      return enough + rest(each.rest()) + more;
    }
    return "";
  }

  private static String rest(Rest rest) {
    return rest == Rest.FINISH ? ", the rest goes on" : "";
  }
}
