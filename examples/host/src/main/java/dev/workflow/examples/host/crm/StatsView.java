package dev.workflow.examples.host.crm;

import dev.workflow.statistics.Statistics.RunFigures;

/**
 * What became of all instances of a workflow.
 *
 * @param total all that began
 * @param completed those that have exited included
 * @param successRate completed ÷ (completed + failed), 0 to 1; 0 while none has ended
 * @param avgDurationMs of those that completed; 0 while none has
 */
record StatsView(
    long total,
    long completed,
    long failed,
    long cancelled,
    long running,
    double successRate,
    double failureRate,
    long avgDurationMs) {

  static StatsView of(RunFigures runs) {
    long completed = runs.completed() + runs.exited();
    Double success = runs.successRate();
    Double failure = runs.failureRate();
    return new StatsView(
        completed + runs.failed() + runs.canceled() + runs.running(),
        completed,
        runs.failed(),
        runs.canceled(),
        runs.running(),
        success == null ? 0 : success,
        failure == null ? 0 : failure,
        runs.cycle() == null ? 0 : runs.cycle().mean().toMillis());
  }
}
