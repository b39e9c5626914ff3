package dev.workflow.examples.benchmarks;

import java.util.Collection;
import java.util.Map;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs JMH benchmarks with profilers that count allocated bytes and processor time. */
final class Jmh {

  private Jmh() {}

  static Collection<RunResult> run(
      Class<?> benchmark, Options options, Map<String, String[]> parameters)
      throws RunnerException {
    ChainedOptionsBuilder builder = new OptionsBuilder();
    parameters.forEach(builder::param);
    return new Runner(
            builder
                .include("\\." + benchmark.getSimpleName() + "\\.")
                .addProfiler(GCProfiler.class)
                .addProfiler(CpuProfiler.class)
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

  /** Nanoseconds of processor time per operation. */
  static double cpuNanos(RunResult result) {
    return secondary(result, CpuProfiler.NAME);
  }

  static double bytesPerOperation(RunResult result) {
    return secondary(result, "gc.alloc.rate.norm");
  }

  private static double secondary(RunResult result, String name) {
    Result<?> value = result.getSecondaryResults().get(name);
    return value == null ? Double.NaN : value.getScore();
  }
}
