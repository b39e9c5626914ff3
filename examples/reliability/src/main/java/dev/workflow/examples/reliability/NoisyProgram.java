package dev.workflow.examples.reliability;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One tenant does what is too much, another one works as always beside it: how long its events,
 * actions, timers and messages take. Each attack has a process of its own with 512 MB.
 */
final class NoisyProgram {

  private static final int MAX_HEAP_GROWTH_MB = 128;

  /** What a call may cost on its caller's thread. */
  private static final int MAX_CALL_MS = 1_000;

  private NoisyProgram() {}

  static Report run(Options options) throws Exception {
    List<String> attacks = new ArrayList<>();
    String some = options.text("attacks");
    attacks.addAll(some == null ? NoisyAttack.names() : List.of(some.split(",")));
    Report report = new Report("noisy").put("attacks", attacks.size());
    String jdbc = options.text("jdbc");
    try (Server server = jdbc == null ? new Server() : null) {
      String url = server == null ? String.valueOf(jdbc) : server.url();
      for (String attack : attacks) {
        judge(report, attack, attacked(attack, url, options), options.number("judge", 1) == 1);
      }
    }
    return report.people("%d attacks by one tenant beside an innocent one", attacks.size());
  }

  private static JsonNode attacked(String attack, String url, Options options) throws Exception {
    List<String> command =
        List.of(
            System.getProperty("java.home") + "/bin/java",
            "-Xmx512m",
            "-XX:+UseG1GC",
            "-XX:+ExplicitGCInvokesConcurrent",
            "-cp",
            System.getProperty("java.class.path"),
            Reliability.class.getName(),
            "noisy-node",
            "--attack",
            attack,
            "--jdbc",
            url,
            "--before",
            String.valueOf(options.number("before", 20)),
            "--beside",
            String.valueOf(options.number("beside", 60)),
            "--patience",
            String.valueOf(options.number("patience", 600)),
            "--percent",
            String.valueOf(options.number("percent", 100)));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      String last = "";
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        last = line.startsWith("{") ? line : last;
      }
      int code = process.waitFor();
      if (code != 0 || !last.startsWith("{")) {
        throw new IllegalStateException(
            "the process of the attack " + attack + " ended with " + code + ": " + last);
      }
      return new ObjectMapper().readTree(last);
    } finally {
      process.destroyForcibly();
    }
  }

  private static void judge(Report report, String attack, JsonNode found, boolean timing) {
    report.put(attack + "Told", found.path("told").asText());
    report.none(attack + "Missing", found.path("missing").asLong());
    report.must(found.path("ended").asBoolean(), attack + ": " + found.path("told").asText());
    StringBuilder line = new StringBuilder(attack);
    for (String what : NoisyNode.MEASURED) {
      JsonNode before = found.path("before").path(what);
      JsonNode beside = found.path("beside").path(what);
      line.append(
          String.format(
              Locale.ROOT,
              "; %s %.0f/%.0f/%.0f ms (before %.0f/%.0f/%.0f)",
              what,
              beside.path("p50").asDouble(),
              beside.path("p99").asDouble(),
              beside.path("max").asDouble(),
              before.path("p50").asDouble(),
              before.path("p99").asDouble(),
              before.path("max").asDouble()));
      report.put(attack + "-" + what + "-p99", beside.path("p99").asDouble());
      report.put(attack + "-" + what + "-max", beside.path("max").asDouble());
      if (timing) {
        double bound = Math.max(250, 5 * before.path("p99").asDouble());
        report.must(beside.path("p99").asDouble() <= bound, attack + ": p99 of " + what);
        report.must(beside.path("max").asDouble() <= 1_000, attack + ": maximum of " + what);
      }
    }
    long growth = found.path("heapGrowthMb").asLong();
    report.put(attack + "HeapGrowthMb", growth);
    report.must(!timing || growth <= MAX_HEAP_GROWTH_MB, attack + ": heap");
    long call = found.path("dearestCallMs").asLong();
    report.put(attack + "DearestCallMs", call);
    report.must(!timing || call <= MAX_CALL_MS, attack + ": processor time of a call");
    System.err.println(
        line
            + "; heap +"
            + growth
            + " MB; dearest call "
            + call
            + " ms; told: "
            + found.path("told").asText());
  }
}
