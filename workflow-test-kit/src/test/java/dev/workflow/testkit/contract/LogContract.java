package dev.workflow.testkit.contract;

import static dev.workflow.testkit.WorkflowTestKit.START;
import static dev.workflow.testkit.WorkflowTestKit.TENANT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.workflow.Actor;
import dev.workflow.InstanceId;
import dev.workflow.InvalidInputException;
import dev.workflow.Json;
import dev.workflow.Page;
import dev.workflow.SubjectRef;
import dev.workflow.TaskId;
import dev.workflow.TenantId;
import dev.workflow.operations.ExecutionLog;
import dev.workflow.operations.ExecutionLog.Entry;
import dev.workflow.operations.ExecutionLog.Format;
import dev.workflow.operations.ExecutionLog.Query;
import dev.workflow.spi.ActionResult;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What happened in all instances, searched and exported. */
public abstract class LogContract extends EngineContract {

  private static final Actor ANN = Actor.of("ann");
  private static final Query ALL = Query.of(TENANT);

  private ExecutionLog log() {
    return kit.engine().log();
  }

  private InstanceId start(String lead) {
    return kit.event("lead.created", SubjectRef.of("lead", lead), "{}").started().get(0).instance();
  }

  private List<Entry> found(Query query) {
    return log().search(query, null, 1_000).items();
  }

  private static String place(Entry entry) {
    return entry.act().instance() + " " + entry.act().stamp().id();
  }

  /** All acts as histories have them. */
  private List<String> histories() {
    List<String> all = new ArrayList<>();
    kit.engine()
        .instances()
        .list(dev.workflow.Instances.Query.of(TENANT), null, 100)
        .items()
        .forEach(
            one ->
                kit.engine()
                    .history()
                    .of(TENANT, one.id())
                    .forEach(act -> all.add(act.instance() + " " + act.stamp().id())));
    return all;
  }

  @Test
  void the_log_is_all_histories_newest_first_in_pages_of_any_size() {
    publish(
        "w", "", "[{\"id\": \"a\", \"action\": \"work\"}, {\"id\": \"b\", \"delay\": \"P3D\"}]");
    start("1");
    kit.advance(Duration.ofDays(40));
    start("2");
    kit.advance(Duration.ofMinutes(1));
    start("3");
    List<Entry> all = found(ALL);
    assertThat(all).extracting(LogContract::place).containsExactlyInAnyOrderElementsOf(histories());
    assertThat(all)
        .extracting(entry -> entry.act().at())
        .isSortedAccordingTo(java.util.Comparator.reverseOrder());
    for (int size : List.of(1, 2, 3, 7)) {
      assertThat(pages(ALL, size))
          .extracting(LogContract::place)
          .containsExactlyElementsOf(all.stream().map(LogContract::place).toList());
    }
  }

  private List<Entry> pages(Query query, int size) {
    List<Entry> all = new ArrayList<>();
    String cursor = null;
    do {
      Page<Entry> page = log().search(query, cursor, size);
      assertThat(page.items()).hasSizeLessThanOrEqualTo(size);
      all.addAll(page.items());
      cursor = page.next().orElse(null);
    } while (cursor != null);
    return all;
  }

  @Test
  void acts_are_found_by_where_what_who_and_when() {
    kit.publish(
        "{\"key\": \"other\", \"triggers\": [{\"event\": \"lead.created\"}], \"steps\": [{\"id\": \"z\", \"action\": \"work\"}]}");
    publish(
        "w",
        "",
        """
        [{"id": "all", "each": {"items": [1, 2], "steps": [{"id": "a", "action": "work"}]}},
         {"id": "ask", "action": "approval"}]
        """);
    InstanceId id =
        kit.event("lead.created", SubjectRef.of("lead", "1"), "{}").started().stream()
            .filter(one -> one.workflow().key().equals("w"))
            .findFirst()
            .orElseThrow()
            .instance();
    kit.advance(Duration.ofHours(1));
    kit.engine().tasks().complete(TENANT, new TaskId(id, "ask"), ANN, json("{\"approved\": true}"));
    kit.run();
    kit.event("lead.created", SubjectRef.of("lead", "2"), "{}");

    assertThat(found(ALL.ofWorkflow("other")))
        .isNotEmpty()
        .allMatch(entry -> entry.workflow().key().equals("other"));
    assertThat(found(ALL.ofInstance(id)))
        .hasSameSizeAs(kit.engine().history().of(TENANT, id))
        .allMatch(entry -> entry.act().instance().equals(id));
    assertThat(found(ALL.about(SubjectRef.of("lead", "2"))))
        .isNotEmpty()
        .allMatch(entry -> SubjectRef.of("lead", "2").equals(entry.subject()));
    assertThat(found(ALL.ofWorkflow("w").ofInstance(id).atStep("a")))
        .extracting(Entry::step)
        .contains("a[0]", "a[1]")
        .doesNotContain("ask");
    assertThat(found(ALL.atStep("a[1]"))).extracting(Entry::step).containsOnly("a[1]");
    assertThat(found(ALL.withAction("approval"))).extracting(Entry::step).containsOnly("ask");
    assertThat(found(ALL.by(ANN))).isNotEmpty().allMatch(entry -> entry.act().actor().equals(ANN));
    assertThat(found(ALL.withOutcome("completed").ofInstance(id)))
        .extracting(entry -> entry.step() == null ? "the instance" : entry.step())
        .containsExactlyInAnyOrder("a[0]", "a[1]", "all", "ask", "the instance");
    Instant soon = START.plus(Duration.ofMinutes(1));
    assertThat(found(ALL.between(START, soon)))
        .isNotEmpty()
        .allMatch(entry -> entry.act().at().isBefore(soon));
    assertThat(found(ALL.between(soon, START.plus(Duration.ofMinutes(50))))).isEmpty();
  }

  @Test
  void errors_are_found_by_their_text_in_whatever_case() {
    answer = context -> ActionResult.failed("The printer is on FIRE", false);
    publish("w", "", "[{\"id\": \"a\", \"action\": \"work\", \"retry\": {\"maxAttempts\": 1}}]");
    start("1");
    answer = context -> ActionResult.completed();
    start("2");
    assertThat(found(ALL.saying("on fire").withOutcome("failed")))
        .extracting(entry -> entry.act().reason())
        .isNotEmpty()
        .allMatch(reason -> reason.contains("The printer is on FIRE"));
    assertThat(found(ALL.saying("100% other"))).isEmpty();
  }

  @Test
  void secrets_stay_masked() {
    failWithASecret();
    StringBuilder csv = new StringBuilder();
    StringBuilder lines = new StringBuilder();
    write(Format.CSV, csv);
    write(Format.NDJSON, lines);
    assertThat(csv).doesNotContain("s3cr3t-token");
    assertThat(lines).doesNotContain("s3cr3t-token").contains("refused ••••");
  }

  private void failWithASecret() {
    kit.close();
    kit =
        dev.workflow.testkit.WorkflowTestKit.on(
            store, builder -> customize(builder).secrets((tenant, name) -> "s3cr3t-token"));
    answer = context -> ActionResult.failed("refused " + context.secret("api"), false);
    publish("w", "", "[{\"id\": \"a\", \"action\": \"work\", \"retry\": {\"maxAttempts\": 1}}]");
    start("1");
  }

  private long write(Format format, Appendable sink) {
    try {
      return log().export(ALL, format, sink);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void formulas_are_cells_of_text() {
    answer =
        context -> ActionResult.failed("=HYPERLINK(\"http://x\",\"a\")\nmore, and \"more\"", false);
    publish("w", "", "[{\"id\": \"a\", \"action\": \"work\", \"retry\": {\"maxAttempts\": 1}}]");
    start("@SUM(A1)");
    StringBuilder csv = new StringBuilder();
    write(Format.CSV, csv);
    assertThat(csv.toString())
        .startsWith(
            "at,instance,id,workflow,version,subject_type,subject_id,act,step,action,from,to,outcome,actor,on_behalf_of,reason,detail\r\n")
        .contains(",lead,'@SUM(A1),step,a,work,")
        .contains("\"'=HYPERLINK(\"\"http://x\"\",\"\"a\"\")\nmore, and \"\"more\"\"\"")
        .doesNotContain(",@SUM")
        .doesNotContain(",=HYPERLINK");
  }

  @Test
  void ndjson_has_an_object_in_each_line_and_counts_them() {
    publish("w", "", "[{\"id\": \"a\", \"action\": \"work\"}]");
    InstanceId id = start("1");
    StringBuilder lines = new StringBuilder();
    long written = write(Format.NDJSON, lines);
    List<String> all = lines.toString().lines().toList();
    assertThat(written).isEqualTo(all.size()).isEqualTo(histories().size());
    Map<String, String> first = new TreeMap<>();
    Json.read(all.get(0))
        .fields()
        .forEachRemaining(e -> first.put(e.getKey(), e.getValue().asText()));
    assertThat(first)
        .containsEntry("instance", id.toString())
        .containsEntry("workflow", "w")
        .containsEntry("version", "1")
        .containsEntry("subject_id", "1")
        .containsEntry("act", "instance")
        .containsEntry("to", "COMPLETED")
        .containsEntry("outcome", "completed")
        .containsEntry("actor", "engine")
        .doesNotContainKey("step");
  }

  @Test
  void a_sink_that_breaks_ends_the_export_with_its_own_error_and_nothing_else_happens() {
    publish("w", "", "[{\"id\": \"a\", \"action\": \"work\"}]");
    start("1");
    List<String> before = histories();
    Breaking sink = new Breaking(2);
    assertThatThrownBy(() -> log().export(ALL, Format.NDJSON, sink))
        .isExactlyInstanceOf(IOException.class)
        .hasMessage("the disk is full");
    assertThat(sink.written).hasSize(2);
    assertThat(histories()).containsAll(before);
    start("2");
    StringBuilder whole = new StringBuilder();
    assertThat(write(Format.NDJSON, whole)).isEqualTo(histories().size());
    assertThat(whole).contains(sink.written.get(0)).contains(sink.written.get(1));
  }

  /** Takes some lines and then no more. */
  private final class Breaking implements Appendable {

    private final int most;
    private final List<String> written = new ArrayList<>();

    Breaking(int most) {
      this.most = most;
    }

    @Override
    public Appendable append(CharSequence text) throws IOException {
      if (written.size() == most) {
        throw new IOException("the disk is full");
      }
      written.add(text.toString());
      start("while-" + written.size());
      return this;
    }

    @Override
    public Appendable append(CharSequence text, int start, int end) throws IOException {
      return append(text.subSequence(start, end));
    }

    @Override
    public Appendable append(char c) throws IOException {
      return append(String.valueOf(c));
    }
  }

  @Test
  void another_tenant_finds_nothing_of_it() {
    publish("w", "", "[{\"id\": \"a\", \"action\": \"work\"}]");
    InstanceId id = start("1");
    Query other = Query.of(TenantId.of("other"));
    assertThat(found(other)).isEmpty();
    assertThat(found(other.ofInstance(id))).isEmpty();
    assertThat(found(other.about(SubjectRef.of("lead", "1")))).isEmpty();
  }

  @Test
  void wrong_questions_are_refused() {
    assertThatThrownBy(() -> found(ALL.between(START, START)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "The range has a problem:\n  (document): is empty: it ends at 2026-01-05T09:00:00Z and begins at"
                + " 2026-01-05T09:00:00Z");
    assertThatThrownBy(() -> found(ALL.saying("")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "The text has a problem:\n  (document): is empty; leave it out to find every act");
    assertThatThrownBy(() -> log().search(ALL, null, 0))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("The limit has a problem:\n  (document): is 0; it must be 1 to 1000");
    assertThatThrownBy(() -> log().search(ALL, "nonsense", 10))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("cursor");
  }
}
