package dev.workflow.examples.reliability;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Json;
import dev.workflow.WorkflowEngine;
import dev.workflow.WorkflowException;
import dev.workflow.channels.email.InboundMail;
import dev.workflow.condition.Condition;
import dev.workflow.condition.ConditionIndex;
import dev.workflow.messaging.ChannelAddress;
import dev.workflow.messaging.UnsubscribeEndpoint;
import dev.workflow.messaging.UnsubscribeLinks;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Events that are dear to match, and what is dear to read on the caller's own thread. */
final class NoisyConditions extends NoisyAttack {

  private static final int MB = 1 << 20;
  private static final int TIMES = 10;

  private final List<String> definitions;
  private final Function<WorkflowEngine, String> once;
  private final AtomicInteger done = new AtomicInteger();
  private final AtomicLong dearestCall = new AtomicLong();
  private volatile String told = "";

  private NoisyConditions(List<String> definitions, Function<WorkflowEngine, String> once) {
    this.definitions = definitions;
    this.once = once;
  }

  private static String workflow(int number, ObjectNode condition) {
    return """
        {"key": "c%1$d", "name": "Dear %1$d", "triggers": [{"event": "noise", "when": %2$s}], "steps": [
           {"id": "stop", "stop": "completed"}]}
        """
        .formatted(number, Json.write(condition));
  }

  private static ObjectNode leaf(String field, String operator) {
    return Json.object().put("field", field).put("operator", operator);
  }

  /** An event of one megabyte, whose receipt tells. */
  private static Function<WorkflowEngine, String> event(ObjectNode payload) {
    AtomicInteger number = new AtomicInteger();
    return engine -> {
      try {
        var receipt = go(engine, "noise", "e" + number.incrementAndGet(), payload);
        return receipt.started().size()
            + " started"
            + receipt.suppressed().stream()
                .findFirst()
                .map(one -> ", " + receipt.suppressed().size() + " not: " + one.detail())
                .orElse("");
      } catch (WorkflowException e) {
        return String.valueOf(e.getMessage());
      }
    };
  }

  private static ObjectNode text(String text) {
    return Json.object().put("text", text);
  }

  static NoisyAttack contains(Options options) {
    String part = "a".repeat(scaled(options, 400_000)) + "b";
    return new NoisyConditions(
        List.of(workflow(0, leaf("text", "contains").put("value", part))),
        event(text("a".repeat(MB - 1_000))));
  }

  static NoisyAttack matches(Options options) {
    return new NoisyConditions(
        IntStream.range(0, scaled(options, 200))
            .mapToObj(
                i -> workflow(i, leaf("text", "matches").put("value", ".*(a|b)c" + i + "d.*")))
            .toList(),
        event(text("abc".repeat(MB / 3 - 1_000))));
  }

  static NoisyAttack wildcards(Options options) {
    ObjectNode payload = Json.object();
    ArrayNode xs = payload.putArray("xs");
    for (int x = 0; x < 40; x++) {
      ArrayNode ys = xs.addObject().putArray("ys");
      for (int y = 0; y < 40; y++) {
        ArrayNode zs = ys.addObject().putArray("zs");
        IntStream.range(0, 40).forEach(zs::add);
      }
    }
    return new NoisyConditions(
        IntStream.range(0, scaled(options, 200))
            .mapToObj(i -> workflow(i, leaf("xs.*.ys.*.zs.*", "gt").put("value", 1_000 + i)))
            .toList(),
        event(payload));
  }

  static NoisyAttack patterns(Options options) {
    ObjectNode condition = Json.object();
    ArrayNode all = condition.putArray("or");
    for (int i = 0; i < scaled(options, 5_000); i++) {
      all.add(leaf("text", "matches").put("value", "(ab?c" + i + "){1,1000}"));
    }
    String document = workflow(0, condition);
    return new NoisyConditions(List.of(), engine -> refusal(() -> define(engine, document)));
  }

  static NoisyAttack index(Options options) {
    int rules = scaled(options, 94_295);
    return new NoisyConditions(
        List.of(),
        engine -> {
          ConditionIndex<Integer> index = ConditionIndex.create();
          for (int i = 0; i < rules; i++) {
            index.put(i, "e", Condition.field("n").gt(i));
          }
          return index.size() + " rules";
        });
  }

  static NoisyAttack parsers(Options options) {
    byte[] from =
        ("From: " + "<".repeat(MB) + "\r\nTo: a@example.org\r\n\r\nHello")
            .getBytes(StandardCharsets.US_ASCII);
    byte[] parts =
        ("From: a@example.org\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
                + "--b\r\nContent-Type: text/html\r\n\r\nx\r\n".repeat(scaled(options, 200_000))
                + "--b--\r\n")
            .getBytes(StandardCharsets.US_ASCII);
    return new NoisyConditions(
        List.of(),
        engine ->
            refusal(() -> InboundMail.read(GUILTY, from, null))
                + "; "
                + refusal(() -> InboundMail.read(GUILTY, parts, null)));
  }

  /** Bodies of 60 kB behind a link that is good. */
  static NoisyAttack unsubscribe(Options options) {
    UnsubscribeLinks links =
        UnsubscribeLinks.of(URI.create("https://example.org/unsubscribe"), "k".repeat(32));
    String token =
        links.token(GUILTY, ChannelAddress.of("email", "a@example.org"), null, Instant.now());
    int size = scaled(options, 60_000);
    List<String> bodies =
        List.of(
            "--b\r\nContent-Disposition: " + "; name=".repeat(size / 7),
            "--b\r\nContent-Disposition: form-data; name=\"\r\n".repeat(size / 45),
            "--b".repeat(size / 3),
            "\r\n".repeat(size / 2));
    String form = "List-Unsubscribe=" + "%".repeat(size);
    String pairs = "a=b&".repeat(size / 4);
    return new NoisyConditions(
        List.of(),
        engine -> {
          UnsubscribeEndpoint endpoint =
              UnsubscribeEndpoint.of(
                  engine.messaging().suppressions(), engine.messaging().consents(), links);
          List<Integer> answers = new ArrayList<>();
          for (String body : bodies) {
            answers.add(answer(endpoint, token, "multipart/form-data; boundary=b", body));
          }
          for (String body : List.of(form, pairs)) {
            answers.add(answer(endpoint, token, "application/x-www-form-urlencoded", body));
          }
          return "answered with " + answers;
        });
  }

  private static int answer(
      UnsubscribeEndpoint endpoint, String token, String contentType, String body) {
    return endpoint
        .handle("POST", "token=" + token, contentType, body.getBytes(StandardCharsets.UTF_8))
        .status();
  }

  @Override
  void prepare(WorkflowEngine engine) {
    definitions.forEach(one -> define(engine, one));
  }

  @Override
  void begin(WorkflowEngine engine) {
    Thread guilty =
        new Thread(
            () -> {
              for (int i = 0; i < TIMES; i++) {
                long before = cpuNanos();
                told = once.apply(engine);
                dearestCall.accumulateAndGet(cpuNanos() - before, Math::max);
                done.incrementAndGet();
              }
            },
            "guilty");
    guilty.setDaemon(true);
    guilty.start();
  }

  private static long cpuNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  @Override
  long dearestCallMs() {
    return dearestCall.get() / 1_000_000;
  }

  @Override
  boolean ended(WorkflowEngine engine) {
    return done.get() == TIMES;
  }

  @Override
  String told(WorkflowEngine engine) {
    return told;
  }
}
