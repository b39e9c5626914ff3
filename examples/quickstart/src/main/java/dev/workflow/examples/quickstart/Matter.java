package dev.workflow.examples.quickstart;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Actor;
import dev.workflow.Event;
import dev.workflow.InstanceId;
import dev.workflow.Json;
import dev.workflow.SubjectRef;
import dev.workflow.TaskId;
import dev.workflow.Tasks;
import dev.workflow.TenantId;
import dev.workflow.WorkflowEngine;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.evidence.EvidencePack;
import dev.workflow.evidence.EvidenceVerifier;
import dev.workflow.memory.InMemoryWorkflowStore;
import dev.workflow.spi.AccessPolicy;
import dev.workflow.spi.ActorDirectory;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;

/**
 * A law firm takes on a matter: two partners agree, a clerk gets the passport, the client signs and
 * pays, and the file is opened. People do all of it; here a program does it for them.
 */
final class Matter {

  private static final TenantId FIRM = TenantId.of("firm");
  private static final SubjectRef SUBJECT = SubjectRef.of("matter", "2026-17");
  private static final Actor ANNA = Actor.of("anna");
  private static final Actor BORIS = Actor.of("boris");
  private static final Actor CARLA = Actor.of("carla");
  private static final Actor DAVID = Actor.of("david");
  private static final Actor EVA = Actor.of("eva");

  /** Who is who in the firm; an application asks its own tables. */
  private static final ActorDirectory FIRMS =
      (tenant, actor, subject) ->
          switch (actor.id()) {
            case "anna", "boris" -> Set.of("PARTNER", "LAWYER");
            case "eva" -> Set.of("LAWYER");
            case "carla", "david" -> Set.of("CLERK");
            default -> Set.of();
          };

  private final TimeLapseClock clock = new TimeLapseClock();
  private final WorkflowEngine engine;
  private Instant now = Instant.parse("2026-01-05T09:00:00Z");

  private Matter(InMemoryWorkflowStore store) {
    clock.moveTo(now);
    engine =
        WorkflowEngine.builder()
            .store(store)
            .clock(clock)
            .actors(FIRMS)
            .access(AccessPolicy.open())
            .build();
  }

  /** Plays it in memory and tells its story. */
  static void tell(PrintStream out) {
    try (InMemoryWorkflowStore store = new InMemoryWorkflowStore()) {
      Matter matter = new Matter(store);
      try (WorkflowEngine engine = matter.engine) {
        InstanceId id = matter.play();
        out.printf("%na law firm's matter, done by people:%n%s", engine.history().story(FIRM, id));
        EvidencePack pack = engine.history().evidence(FIRM, id);
        out.printf("its evidence is %s%n", EvidenceVerifier.verify(pack.json()));
      }
    }
  }

  private InstanceId play() {
    Tasks tasks = engine.tasks();
    engine.definitions().publish(FIRM, WorkflowDefinition.parse(document()));
    InstanceId id =
        engine
            .events()
            .publish(
                Event.of(
                    FIRM,
                    "matter.opened",
                    SUBJECT,
                    json(
                        """
                        {"client": "Jane Smith", "partners": ["anna", "boris"], "retainer": "1500.00"}
                        """)))
            .started()
            .get(0)
            .instance();
    step(
        Duration.ofHours(1),
        () -> tasks.complete(FIRM, TaskId.of(id, "accept"), ANNA, json("{\"approved\": true}")));
    step(
        Duration.ofHours(3),
        () -> {
          TaskId accept = TaskId.of(id, "accept");
          tasks.comment(FIRM, accept, BORIS, "I know her from the Miller case; no conflict.");
          tasks.complete(
              FIRM, accept, BORIS, json("{\"approved\": true, \"comment\": \"Gladly\"}"));
        });
    step(
        Duration.ofHours(20),
        () ->
            tasks.complete(
                FIRM,
                TaskId.of(id, "passport"),
                CARLA,
                json(
                    """
                    {"documents": [{"name": "passport.pdf", "type": "application/pdf", "bytes": 52100}]}
                    """)));
    TaskId mandate = TaskId.of(id, "mandate");
    step(Duration.ofHours(2), () -> tasks.delegate(FIRM, mandate, ANNA, "eva"));
    step(
        Duration.ofHours(4),
        () -> {
          tasks.attach(
              FIRM, mandate, EVA, "mandate.pdf", "https://files.example/17", "application/pdf");
          tasks.resolve(FIRM, mandate, EVA, null);
        });
    step(
        Duration.ofHours(1),
        () ->
            tasks.complete(
                FIRM, mandate, ANNA, json("{\"signed\": true, \"signedBy\": \"Jane Smith\"}")));
    step(
        Duration.ofDays(6),
        () ->
            tasks.complete(
                FIRM,
                TaskId.of(id, "retainer"),
                CARLA,
                json("{\"amount\": 1500.00, \"currency\": \"EUR\"}")));
    step(
        Duration.ofHours(1),
        () ->
            tasks.complete(
                FIRM,
                TaskId.of(id, "file"),
                DAVID,
                json("{\"items\": [\"Conflicts checked\", \"Folder opened\"]}")));
    return id;
  }

  /** Somebody does something later, and the engine what follows from it. */
  private void step(Duration later, Runnable act) {
    engine.runUntilIdle();
    now = now.plus(later);
    clock.moveTo(now);
    act.run();
    engine.runUntilIdle();
  }

  private static ObjectNode json(String text) {
    return (ObjectNode) Json.read(text);
  }

  private static String document() {
    try (InputStream in =
        Objects.requireNonNull(Matter.class.getResourceAsStream("/matter-workflow.json"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
