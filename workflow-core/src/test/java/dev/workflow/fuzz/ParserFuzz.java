package dev.workflow.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Feeds changed input to everything that reads: conditions, definitions in JSON and YAML,
 * templates, spans, cron expressions and events, and valid conditions and templates with hostile
 * data. A case is made from the seed and its number alone, so it can be played again. Not
 * thread-safe, except that {@link #current} may be asked by any thread.
 */
public final class ParserFuzz {

  /**
   * What an input made a parser do that it must not.
   *
   * @param number the case's
   * @param input its beginning
   */
  public record Finding(long number, String target, String input, Throwable thrown) {}

  /** What was read and what was refused in the documented way. */
  public static final class Tally {
    private long accepted;
    private long refused;

    public long accepted() {
      return accepted;
    }

    public long refused() {
      return refused;
    }
  }

  @FunctionalInterface
  private interface Target {
    boolean read(Random random, Mutations mutations);
  }

  private final long seed;
  private final Corpus corpus = new Corpus();
  private final Reading reading = new Reading(corpus);
  private final Map<String, Target> targets = new TreeMap<>();
  private final List<String> names;
  private final Map<String, Tally> tallies = new TreeMap<>();
  private String input = "";
  private volatile long current = -1;

  public ParserFuzz(long seed) {
    this.seed = seed;
    targets.put(
        "condition",
        (random, change) ->
            json(random, change, corpus.conditions(), reading::condition, reading::condition));
    targets.put(
        "conditionData",
        (random, change) -> reading.conditionData(shown(change.tree(corpus.data()))));
    targets.put(
        "definition",
        (random, change) ->
            json(random, change, corpus.definitions(), reading::definition, reading::definition));
    targets.put("yaml", (random, change) -> reading.yaml(changed(random, change, corpus.yaml())));
    targets.put(
        "template",
        (random, change) -> reading.template(changed(random, change, corpus.templates())));
    targets.put(
        "templateData",
        (random, change) -> reading.templateData(shown(change.tree(corpus.data()))));
    targets.put(
        "config",
        (random, change) -> reading.config(shown(change.tree(pick(random, corpus.definitions())))));
    targets.put(
        "span",
        (random, change) ->
            reading.span(changed(random, change, List.of("P1Y2M3W4DT5H6M7.5S", "PT5M", "P3D"))));
    targets.put(
        "cron",
        (random, change) ->
            reading.cron(
                changed(
                    random,
                    change,
                    List.of("0 9 * * MON-FRI", "*/5 1,2 1-7/2 JAN,6 ?", "0 30 8 1 * *"))));
    targets.put(
        "event",
        (random, change) -> json(random, change, corpus.events(), reading::event, reading::event));
    names = List.copyOf(targets.keySet());
    names.forEach(name -> tallies.put(name, new Tally()));
  }

  @FunctionalInterface
  private interface OfText {
    boolean read(String text);
  }

  @FunctionalInterface
  private interface OfTree {
    boolean read(JsonNode tree);
  }

  private boolean json(
      Random random, Mutations change, List<JsonNode> valid, OfText ofText, OfTree ofTree) {
    JsonNode one = pick(random, valid);
    if (random.nextBoolean()) {
      return ofTree.read(shown(change.tree(one)));
    }
    input = change.text(one.toString(), pick(random, valid).toString());
    return ofText.read(input);
  }

  private String changed(Random random, Mutations change, List<String> valid) {
    input = change.text(pick(random, valid), pick(random, valid));
    return input;
  }

  private JsonNode shown(JsonNode tree) {
    input = "a tree";
    return tree;
  }

  private static <T> T pick(Random random, List<T> from) {
    return from.get(random.nextInt(from.size()));
  }

  /**
   * Plays one case.
   *
   * @return null if the input was read, or refused in the documented way
   */
  public @Nullable Finding play(long number) {
    current = number;
    Random random = new Random(seed * 0x9E3779B97F4A7C15L + number);
    random.nextLong();
    String name = pick(random, names);
    Tally tally = tallies.get(name);
    try {
      if (targets.get(name).read(random, new Mutations(random))) {
        tally.accepted++;
      } else {
        tally.refused++;
      }
      return null;
    } catch (RuntimeException | Error e) {
      return new Finding(number, name, input.substring(0, Math.min(input.length(), 500)), e);
    }
  }

  /** The number of the case that is played. */
  public long current() {
    return current;
  }

  /** The counts by target. */
  public Map<String, Tally> tallies() {
    return tallies;
  }
}
