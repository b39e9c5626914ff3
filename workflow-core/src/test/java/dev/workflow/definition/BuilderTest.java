package dev.workflow.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.workflow.condition.Condition;
import dev.workflow.definition.Delay.Unresolved;
import dev.workflow.spi.RecordSelection;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What can be written in JSON can be written in Java. */
class BuilderTest {

  private static final Condition WON = Condition.field("status").eq("won");

  private static final WorkflowDefinition EVERYTHING =
      WorkflowDefinition.builder("everything")
          .name("Everything")
          .description("Uses every key")
          .enabled(false)
          .priority(3)
          .subject("lead")
          .on("lead.created", WON)
          .becomes()
          .settle("PT30S")
          .dedupe("{{subject.id}}", "P30D")
          .on("lead.changed")
          .dedupe("{{event.id}}")
          .schedule("0 9 * * MON-FRI")
          .timezone("Europe/Amsterdam")
          .misfire(Trigger.Misfire.SKIP)
          .every("PT15M")
          .anchor("2026-03-01T09:00:00Z")
          .jitter("PT5M")
          .from("2026-03-01")
          .until("2026-12-31")
          .within("PT1H")
          .overlap(TickPolicy.Overlap.QUEUE)
          .input(JsonNodeFactory.instance.objectNode().put("list", "weekly"))
          .forEach(
              new RecordSelection(
                  "lead", JsonNodeFactory.instance.objectNode().put("status", "{{today-30}}")))
          .firstClaimOwns()
          .concurrency("{{subject.id}}", Concurrency.Policy.QUEUE)
          .governed()
          .record("account", "account", "{{account_id}}")
          .recordAtStart("lead", "lead", "{{subject.id}}")
          .exitOn("lead.converted", WON)
          .exitOn("quote.accepted", "{{quote.lead_id}}")
          .exitWhen(WON)
          .rateLimit(100, "PT1M")
          .channelLimit("email", 10, "PT1M")
          .backlog(new Backlog.DropOlderThan(Duration.ofHours(36)))
          .term("paymentDays", 14)
          .step(
              Steps.action("mail", "send_email")
                  .name("Mail")
                  .config("to", "{{lead.email}}")
                  .onlyWhen(WON)
                  .delay("PT1H")
                  .window("MON-FRI", "09:00", "17:00", "Europe/Amsterdam")
                  .timeout("PT30S")
                  .retry(new Retry(3, Duration.ofSeconds(5), 3, Duration.ofMinutes(5), 0.5))
                  .allowFailure()
                  .onFailure(Steps.delay("breathe", "PT1M"))
                  .compensate(
                      "log", JsonNodeFactory.instance.objectNode().put("message", "undone")))
          .step(
              Steps.action("approve", "approval")
                  .role("LAWYER", "PARTNER")
                  .assignee("{{lead.owner}}")
                  .candidates("{{lead.team}}")
                  .excluding("mail")
                  .candidatesWhen(
                      Condition.parse(
                          "{\"field\": \"actor.grade\", \"operator\": \"gte\", \"value\": 3}"))
                  .quorum(2, 2)
                  .seats("{{lead.board}}")
                  .collectingAll()
                  .dueInBusinessDays(2)
                  .followUpUntil("{{lead.quiet}}")
                  .priority(70)
                  .timeout("P9D")
                  .onTimeoutComplete(JsonNodeFactory.instance.objectNode().put("approved", false))
                  .escalate(
                      "P3D",
                      true,
                      Performer.Escalation.While.UNCLAIMED,
                      "BOARD",
                      "{{lead.head}}",
                      "P5D")
                  .notify("in_app", "email")
                  .notifyTemplate("task")
                  .notifyDigest("PT15M")
                  .remindBefore("P1D")
                  .remindAfter("PT0S", "P1D", 3)
                  .begin(TaskPolicy.Begin.BY_HAND)
                  .claimFor("PT4H")
                  .clock(TaskPolicy.Stop.PAUSED)
                  .visibility(TaskPolicy.Audience.CANDIDATES, TaskPolicy.Audience.INVOLVED)
                  .announcedTo(TaskPolicy.Audience.ALL)
                  .taskField("client", "{{lead.name}}")
                  .form(JsonNodeFactory.instance.objectNode().put("additionalProperties", true))
                  .revocable("PT10M")
                  .sendBack("mail")
                  .optional()
                  .delayFromTrigger("P1D"))
          .step(
              Steps.action("sign", "checklist")
                  .role("LAWYER")
                  .prefer("approve")
                  .allocate(Performer.Allocate.LEAST_LOADED))
          .step(
              Steps.action("meet", "log")
                  .config("message", "now")
                  .delayUntil("{{meeting.at}}", "-P1D")
                  .delayTimezone("Europe/Amsterdam")
                  .ifMissing(Unresolved.SKIP)
                  .ifPast(Unresolved.FAIL)
                  .window("MON,WED", "09:00", "12:00")
                  .inRecipientZone()
                  .skippingHolidays())
          .step(
              Steps.waitFor("reply", "message.received")
                  .fitting(WON)
                  .correlation("{{order.id}}")
                  .takingEarlier()
                  .timeout("P3D"))
          .step(
              Steps.branch("how")
                  .when("hot", WON, Steps.stop("enough", "{{lead.name}} is won"))
                  .when(Condition.not(WON), Steps.stopFailed("lost", "it is lost"))
                  .otherwise("cold"))
          .step(
              Steps.parallel("both")
                  .branch("mail", Steps.delay("one", "P1D").cancels("sign"))
                  .branch(Steps.delay("two", "P2D").after("one").lock("room-{{room.id}}"))
                  .offeredWhile(WON)
                  .finishingTheRest()
                  .join(1))
          .step(
              Steps.action("check", "checklist")
                  .early()
                  .delayForFromTrigger("{{terms.graceDays}}d"))
          .step(
              Steps.each("bids", "{{suppliers}}", Steps.delay("bid", "P1D"))
                  .joinWhen(WON)
                  .finishingTheRest()
                  .adding("supplier.added")
                  .addingItem("{{event.payload.name}}")
                  .addingCorrelated("{{order.id}}")
                  .addingFitting(WON))
          .step(Steps.split("ab").arm("short", 3).arm("long", 1))
          .step(
              Steps.each("all", "{{order.lines}}", Steps.delay("line", "PT1M"))
                  .as("line")
                  .maxConcurrent(5))
          .step(Steps.repeatWhile("while", WON, 3, Steps.delay("again", "PT1M")))
          .step(Steps.repeatUntil("until", WON, 3, Steps.delay("anew", "PT1M")))
          .step(Steps.workflow("sub", "onboarding").version(2).input("plan", "gold").inBackground())
          .build();

  @Test
  void everyKeyOfTheDocumentCanBeWrittenInJava() {
    Map<String, Set<String>> written = written(EVERYTHING.toJson());
    written.get("backlog").addAll(written(spread().toJson()).get("backlog"));
    Map<String, Set<String>> wanted = new LinkedHashMap<>(Keys.objects());
    Set<String> ofWorkflow = new LinkedHashSet<>(Keys.WORKFLOW);
    ofWorkflow.remove("$schema"); // says something of the file, nothing of the workflow
    wanted.put("workflow", ofWorkflow);
    wanted.remove("quiet"); // in Java those are the hours around it
    Set<String> ofWindow = new LinkedHashSet<>(Keys.WINDOW);
    ofWindow.remove("quiet");
    wanted.put("window", ofWindow);
    assertThat(written.keySet()).containsExactlyInAnyOrderElementsOf(wanted.keySet());
    wanted.forEach(
        (object, keys) ->
            assertThat(written.get(object))
                .as("keys of %s", object)
                .containsExactlyInAnyOrderElementsOf(keys));
  }

  private static WorkflowDefinition spread() {
    return WorkflowDefinition.builder("spread")
        .backlog(new Backlog.Latest())
        .backlog(new Backlog.Spread(Duration.ofMinutes(10)))
        .build();
  }

  @Test
  void whatIsBuiltIsTheSameWhenItsJsonIsRead() {
    for (WorkflowDefinition definition : List.of(EVERYTHING, spread())) {
      WorkflowDefinition read = WorkflowDefinition.parse(definition.toJson());
      assertThat(read).isEqualTo(definition);
      assertThat(read.toJson()).isEqualTo(definition.toJson());
    }
  }

  @Test
  void aTriggersSettingIsRefusedBeforeThereIsATrigger() {
    assertThatThrownBy(() -> WorkflowDefinition.builder("w").timezone("UTC"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("give a trigger with on(...) or schedule(...) first");
  }

  /** The keys that each kind of object in a document has, by the names of {@link Keys}. */
  private static Map<String, Set<String>> written(JsonNode workflow) {
    Map<String, Set<String>> keys = new LinkedHashMap<>();
    object(keys, "workflow", workflow);
    for (JsonNode trigger : workflow.path("triggers")) {
      object(keys, "trigger", trigger);
      object(keys, "dedupe", trigger.path("dedupe"));
      object(keys, "selection", trigger.path("for"));
    }
    object(keys, "concurrency", workflow.path("concurrency"));
    workflow.path("records").forEach(use -> object(keys, "record", use));
    workflow.path("exit").forEach(exit -> object(keys, "exit", exit));
    object(keys, "rateLimit", workflow.path("rateLimit"));
    object(keys, "backlog", workflow.path("backlog"));
    workflow.path("steps").forEach(step -> step(keys, step));
    return keys;
  }

  private static void step(Map<String, Set<String>> keys, JsonNode step) {
    object(keys, "step", step);
    for (String part : List.of("retry", "delay", "compensate", "wait", "each", "repeat", "stop")) {
      object(keys, part, step.path(part));
    }
    object(keys, "join", step.path("each").path("join"));
    object(keys, "add", step.path("each").path("add"));
    object(keys, "quorum", step.path("quorum"));
    object(keys, "taskTime", step.path("due"));
    object(keys, "taskTime", step.path("followUp"));
    step.path("escalate").forEach(rung -> object(keys, "escalation", rung));
    object(keys, "notify", step.path("notify"));
    step.path("reminders").forEach(reminder -> object(keys, "reminder", reminder));
    object(keys, "onTimeout", step.path("onTimeout"));
    object(keys, "visibility", step.path("visibility"));
    object(keys, "window", step.path("delay").path("window"));
    object(keys, "subWorkflow", step.path("workflow"));
    step.path("branch").forEach(option -> object(keys, "case", option));
    step.path("parallel").forEach(branch -> object(keys, "parallelBranch", branch));
    step.path("split").forEach(arm -> object(keys, "splitArm", arm));
    for (JsonNode child : step.findValues("steps")) {
      child.forEach(inner -> step(keys, inner));
    }
    step.path("onFailure").forEach(inner -> step(keys, inner));
  }

  private static void object(Map<String, Set<String>> keys, String name, JsonNode json) {
    if (json.isObject()) {
      json.fieldNames()
          .forEachRemaining(
              key -> keys.computeIfAbsent(name, absent -> new LinkedHashSet<>()).add(key));
    }
  }
}
