package dev.workflow.examples.host.engine.log;

import dev.workflow.SubjectRef;
import dev.workflow.WorkflowRef;
import dev.workflow.examples.host.engine.Refusal;
import dev.workflow.examples.host.security.Caller;
import dev.workflow.examples.host.security.Engines;
import dev.workflow.examples.host.web.Items;
import dev.workflow.examples.host.web.Pages;
import dev.workflow.operations.ExecutionLog;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

/** Every act in all instances, searched and exported. */
@Tag(name = "log")
@RestController
@RequestMapping("/api/v1/log")
class LogController {

  private final Engines engines;

  LogController(Engines engines) {
    this.engines = engines;
  }

  /** An act with its workflow and what it is about. */
  record LogEntry(
      WorkflowRef workflow,
      @Nullable SubjectRef subject,
      @Nullable String step,
      @Nullable String action,
      @Nullable String outcome,
      ActView act) {

    static LogEntry of(ExecutionLog.Entry entry) {
      return new LogEntry(
          entry.workflow(),
          entry.subject(),
          entry.step(),
          entry.action(),
          entry.outcome(),
          ActView.of(entry.act()));
    }
  }

  @Operation(summary = "Newest first; a page may be short or empty and yet have a next one")
  @GetMapping
  ResponseEntity<Items<LogEntry>> search(
      Caller caller, @ParameterObject LogFilter filter, Pages pages) {
    ExecutionLog.Query query = filter.query(caller.tenant());
    return pages.of(
        (cursor, limit) -> engines.of(caller).log().search(query, cursor, limit), LogEntry::of);
  }

  @Operation(summary = "All that fits, as CSV or NDJSON")
  @GetMapping(
      value = "/export",
      produces = {"text/csv", "application/x-ndjson"})
  ResponseEntity<StreamingResponseBody> export(
      Caller caller,
      @RequestParam(defaultValue = "csv") String format,
      @ParameterObject LogFilter filter) {
    ExecutionLog.Query query = filter.query(caller.tenant());
    ExecutionLog.Format form =
        Refusal.require("format", Refusal.word(ExecutionLog.Format.class, "format", format));
    ExecutionLog log = engines.of(caller).log();
    log.search(query, null, 1);
    String name = form.name().toLowerCase(Locale.ROOT);
    return ResponseEntity.ok()
        .contentType(
            MediaType.parseMediaType(
                form == ExecutionLog.Format.CSV
                    ? "text/csv;charset=UTF-8"
                    : "application/x-ndjson;charset=UTF-8"))
        .header("Content-Disposition", "attachment; filename=\"log." + name + "\"")
        .body(
            out -> {
              Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
              log.export(query, form, writer);
              writer.flush();
            });
  }
}
