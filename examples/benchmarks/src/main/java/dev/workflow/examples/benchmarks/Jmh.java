package dev.workflow.examples.benchmarks;

import java.util.Collection;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs JMH benchmarks with the profiler that counts allocated bytes. */
final class Jmh {

  private Jmh() {}

  static Collection<RunResult> run(Class<?> benchmark, Options options) throws RunnerException {
    return new Runner(
            new OptionsBuilder()
                .include("\\." + benchmark.getSimpleName() + "\\.")
                .addProfiler(GCProfiler.class)
                .forks(options.number("forks", 1))
                .warmupIterations(options.number("warmup", 5))
                .warmupTime(TimeValue.seconds(1))
                .measurementIterations(options.number("iterations", 5))
                .measurementTime(TimeValue.seconds(1))
                .verbosity(VerboseMode.SILENT)
                .build())
        .run();
  }

  static String method(RunResult result) {
    String name = result.getParams().getBenchmark();
    return name.substring(name.lastIndexOf('.') + 1);
  }

  static double score(RunResult result) {
    return result.getPrimaryResult().getScore();
  }

  static double error(RunResult result) {
    return result.getPrimaryResult().getScoreError();
  }

  static double bytesPerOperation(RunResult result) {
    Result<?> bytes = result.getSecondaryResults().get("gc.alloc.rate.norm");
    return bytes == null ? Double.NaN : bytes.getScore();
  }
}
