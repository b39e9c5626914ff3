package dev.workflow.examples.host.engine.messages;

import dev.workflow.examples.host.engine.Refusal;
import dev.workflow.examples.host.engine.Rights;
import dev.workflow.examples.host.engine.jobs.Job;
import dev.workflow.examples.host.engine.jobs.Jobs;
import dev.workflow.examples.host.security.Caller;
import dev.workflow.examples.host.security.Engines;
import dev.workflow.messaging.Messages;
import dev.workflow.spi.AccessPolicy.Right;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.ArrayList;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** One thing done to all messages that fit a filter. */
@Tag(name = "messages")
@RestController
class MessageBulkController {

  private final Engines engines;
  private final Jobs jobs;
  private final Rights rights;

  MessageBulkController(Engines engines, Jobs jobs, Rights rights) {
    this.engines = engines;
    this.jobs = jobs;
    this.rights = rights;
  }

  /**
   * What to do with which.
   *
   * @param operation skip, send_now, hold, release, resend or discard
   */
  record MessageBulk(MessageFilter filter, String operation) {}

  @Operation(summary = "Bulk")
  @ResponseStatus(HttpStatus.ACCEPTED)
  @PostMapping("/api/v1/messages/bulk")
  ResponseEntity<Job> bulk(Caller caller, @RequestBody MessageBulk body) {
    Messages.Query query = body.filter().query(caller.tenant());
    String name = body.operation();
    Messages.BulkOperation operation =
        Refusal.require("operation", Refusal.word(Messages.BulkOperation.class, "operation", name));
    rights.require(caller, Right.OPERATE, query.from().workflow(), query.from().subject());
    Messages messages = engines.of(caller).messaging().messages();
    return jobs.start(
        caller,
        "messages",
        name,
        progress ->
            messages.bulk(
                query,
                operation,
                caller.actor(),
                report -> {
                  List<Job.Failure> failures = new ArrayList<>();
                  report
                      .failures()
                      .forEach((id, why) -> failures.add(new Job.Failure(id.toString(), why)));
                  progress.report(report.done(), report.refused(), failures);
                }));
  }
}
