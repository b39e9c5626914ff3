package dev.workflow.examples.host.engine.trials;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.Problem;
import dev.workflow.definition.DefinitionChange;
import dev.workflow.examples.host.engine.trials.PastStartsView.PastSample;
import dev.workflow.instance.StepState;
import dev.workflow.preview.PublicationPreview;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What publishing a draft would change.
 *
 * @param active the version that is published; 0: none
 * @param next the version that it would become
 * @param before what the published version would have started; null: there is none
 * @param added how many events it would start that the published version does not
 * @param lost how many it would not start any more
 */
record PublicationView(
    int active,
    int next,
    List<JsonNode> changes,
    List<String> lines,
    List<Problem> warnings,
    @Nullable PastStartsView before,
    PastStartsView after,
    long added,
    long lost,
    List<PastSample> addedSamples,
    List<PastSample> lostSamples,
    OpenInstances instances) {

  /** The open instances: how many were looked at, and how many could go on with it. */
  record OpenInstances(
      long looked, long fit, boolean whole, List<Misfit> misfits, List<WaitingStep> waiting) {}

  /** What some cannot go on for. */
  record Misfit(String step, String because, long instances, List<String> samples) {}

  /** A step at which some wait; known: the draft has it, too. */
  record WaitingStep(
      String step,
      String kind,
      StepState state,
      long steps,
      boolean known,
      List<String> holders,
      List<String> samples) {}

  static PublicationView of(PublicationPreview one) {
    PublicationPreview.Starts starts = one.starts();
    PublicationPreview.Running running = one.instances();
    return new PublicationView(
        one.active(),
        one.next(),
        one.difference().changes().stream().<JsonNode>map(DefinitionChange::toJson).toList(),
        one.difference().changes().stream().map(DefinitionChange::toString).toList(),
        one.warnings(),
        starts.before() == null ? null : PastStartsView.of(starts.before()),
        PastStartsView.of(starts.after()),
        starts.added(),
        starts.lost(),
        starts.addedSamples().stream().map(PastSample::of).toList(),
        starts.lostSamples().stream().map(PastSample::of).toList(),
        new OpenInstances(
            running.looked(),
            running.fit(),
            running.whole(),
            running.misfits().stream()
                .map(
                    misfit ->
                        new Misfit(
                            misfit.step(),
                            misfit.because(),
                            misfit.instances(),
                            misfit.samples().stream().map(Object::toString).toList()))
                .toList(),
            running.waiting().stream()
                .map(
                    wait ->
                        new WaitingStep(
                            wait.step(),
                            wait.kind(),
                            wait.state(),
                            wait.steps(),
                            wait.known(),
                            wait.holders(),
                            wait.samples().stream().map(Object::toString).toList()))
                .toList()));
  }
}
