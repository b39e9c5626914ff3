package dev.workflow.preview;

import dev.workflow.Definitions;
import dev.workflow.InstanceId;
import dev.workflow.Problem;
import dev.workflow.definition.DefinitionDiff;
import dev.workflow.instance.StepState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What publishing a draft would change. Immutable.
 *
 * @param draft what was looked at; its revision is what {@link Definitions#publishDraft} takes
 * @param active the version in use now; 0: there is none
 * @param next the version that the draft would become
 * @param difference from the version in use, or from an empty one; what was added, removed, moved
 *     and changed of steps, triggers and other keys
 * @param warnings what is probably a mistake in the draft
 * @param starts which events start it
 * @param instances what becomes of those that are open
 */
public record PublicationPreview(
    Definitions.Draft draft,
    int active,
    int next,
    DefinitionDiff difference,
    List<Problem> warnings,
    Starts starts,
    Running instances) {

  /** How many open instances are looked at, the newest. */
  public static final int MOST_INSTANCES = 10_000;

  /** How many are named. */
  public static final int MOST_SAMPLES = 5;

  /** Copies what can be changed. */
  public PublicationPreview {
    warnings = List.copyOf(warnings);
  }

  /**
   * How far a preview has come.
   *
   * @param events how many events it has looked at
   * @param instances how many instances
   */
  public record Progress(long events, long instances) {}

  /**
   * Which events start it before and after.
   *
   * @param before by the version in use; null: there is none
   * @param after by the draft
   * @param added how many only the draft starts with
   * @param lost how many only the version in use starts with
   * @param addedSamples the oldest of them
   * @param lostSamples the oldest of them, each with why the draft does not start
   */
  public record Starts(
      @Nullable PastStarts before,
      PastStarts after,
      long added,
      long lost,
      List<PastStarts.Sample> addedSamples,
      List<PastStarts.Sample> lostSamples) {

    /** Copies what can be changed. */
    public Starts {
      addedSamples = List.copyOf(addedSamples);
      lostSamples = List.copyOf(lostSamples);
    }
  }

  /**
   * The open instances, of any version, if they were to go on with the draft. Publishing leaves
   * them on their versions; see {@link dev.workflow.Instances#migrate}.
   *
   * @param looked how many were looked at
   * @param fit how many of them could go on as they are
   * @param whole false: there are more than {@value #MOST_INSTANCES}, or some cannot be read
   * @param misfits what keeps others from it, the most frequent first
   * @param waiting where they are, by step and state, the most first
   */
  public record Running(
      long looked, long fit, boolean whole, List<Misfit> misfits, List<Waiting> waiting) {

    /** Copies what can be changed. */
    public Running {
      misfits = List.copyOf(misfits);
      waiting = List.copyOf(waiting);
    }
  }

  /**
   * What keeps instances from going on with the draft.
   *
   * @param step which step it is about, as the instances call it; "": another part
   * @param because for people
   * @param samples the newest ones
   */
  public record Misfit(String step, String because, long instances, List<InstanceId> samples) {

    /** Copies what can be changed. */
    public Misfit {
      samples = List.copyOf(samples);
    }
  }

  /**
   * An open step.
   *
   * @param kind such as {@code action} or {@code wait}
   * @param steps how many there are; several in one instance where it is in a loop
   * @param known whether the draft has a step of that id
   * @param holders who has claimed or is assigned to it, at most 20 of them
   * @param samples the newest instances
   */
  public record Waiting(
      String step,
      String kind,
      StepState state,
      long steps,
      boolean known,
      List<String> holders,
      List<InstanceId> samples) {

    /** Copies what can be changed. */
    public Waiting {
      holders = List.copyOf(holders);
      samples = List.copyOf(samples);
    }
  }

  /** For people. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(difference.toString());
    text.append(text.isEmpty() ? "" : "\n")
        .append(starts.after().starts())
        .append(" of ")
        .append(starts.after().concerned())
        .append(" events would start it: ")
        .append(starts.added())
        .append(" more, ")
        .append(starts.lost())
        .append(" no longer\n")
        .append(instances.fit())
        .append(" of ")
        .append(instances.looked())
        .append(" open instances could go on with it");
    instances
        .misfits()
        .forEach(
            one -> text.append('\n').append(one.instances()).append(": ").append(one.because()));
    return text.toString();
  }
}
