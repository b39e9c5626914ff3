package dev.workflow.examples.host.engine.templates;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.InvalidInputException;
import dev.workflow.NotFoundException;
import dev.workflow.Problem;
import dev.workflow.examples.host.engine.Refusal;
import dev.workflow.examples.host.security.Caller;
import dev.workflow.examples.host.security.Engines;
import dev.workflow.examples.host.web.Created;
import dev.workflow.examples.host.web.Items;
import dev.workflow.messaging.MessageTemplate;
import dev.workflow.messaging.SmsSegments;
import dev.workflow.messaging.TemplateChange;
import dev.workflow.messaging.TemplatePreview;
import dev.workflow.messaging.TemplateVersion;
import dev.workflow.messaging.Templates;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Message templates and their previews. */
@Tag(name = "templates")
@RestController
@RequestMapping("/api/v1/message-templates")
class TemplateController {

  private final Engines engines;

  TemplateController(Engines engines) {
    this.engines = engines;
  }

  private Templates templates(Caller caller) {
    return engines.of(caller).messaging().templates();
  }

  /** A template in a list. */
  record TemplateLine(
      String name,
      int version,
      @Nullable String description,
      @Nullable String event,
      List<String> languages,
      List<String> channels) {

    static TemplateLine of(MessageTemplate one) {
      return new TemplateLine(
          one.name(),
          one.version(),
          one.description(),
          one.event(),
          List.copyOf(one.variants().keySet()),
          TemplateController.channels(one));
    }
  }

  private static List<String> channels(MessageTemplate template) {
    return template.variants().values().stream()
        .flatMap(bodies -> bodies.keySet().stream())
        .distinct()
        .sorted()
        .toList();
  }

  @Operation(summary = "List")
  @GetMapping
  Items<TemplateLine> list(Caller caller) {
    return Items.all(
        templates(caller).list(caller.tenant()).stream().map(TemplateLine::of).toList());
  }

  /** A version of a template with its document. */
  record TemplateView(
      String name,
      int version,
      boolean archived,
      @Nullable Instant createdAt,
      @Nullable String createdBy,
      JsonNode document) {

    static TemplateView of(TemplateVersion one) {
      return new TemplateView(
          one.template().name(),
          one.template().version(),
          one.archived(),
          one.createdAt(),
          one.createdBy().id(),
          one.template().toJson());
    }
  }

  private TemplateView version(Caller caller, String name, int version) {
    return templates(caller).versions(caller.tenant(), name).stream()
        .filter(one -> one.template().version() == version)
        .findFirst()
        .map(TemplateView::of)
        .orElseThrow(
            () ->
                new NotFoundException(
                    "there is no message template \"" + name + "\" of version " + version));
  }

  /** A template as it is written. */
  record TemplateDocument(JsonNode document) {}

  @Operation(summary = "Publishes a template as its next version")
  @ResponseStatus(HttpStatus.CREATED)
  @PostMapping
  ResponseEntity<TemplateView> publish(Caller caller, @RequestBody TemplateDocument body) {
    MessageTemplate template = MessageTemplate.parse(body.document());
    int version = templates(caller).publish(caller.tenant(), template, caller.actor());
    return Created.at(
        "/api/v1/message-templates/{id}",
        version(caller, template.name(), version),
        template.name());
  }

  /** What would keep a template from being published. */
  record TemplateCheck(boolean publishable, List<Problem> problems) {}

  @Operation(summary = "Check")
  @PostMapping("/validate")
  TemplateCheck check(Caller caller, @RequestBody TemplateDocument body) {
    List<Problem> problems;
    try {
      problems = templates(caller).check(caller.tenant(), MessageTemplate.parse(body.document()));
    } catch (InvalidInputException e) {
      problems = e.problems();
    }
    return new TemplateCheck(problems.isEmpty(), problems);
  }

  @Operation(summary = "Get")
  @GetMapping("/{name}")
  TemplateView get(Caller caller, @PathVariable String name) {
    return version(caller, name, templates(caller).get(caller.tenant(), name).version());
  }

  @Operation(summary = "Newest first")
  @GetMapping("/{name}/versions")
  Items<TemplateView> versions(Caller caller, @PathVariable String name) {
    List<TemplateVersion> versions = templates(caller).versions(caller.tenant(), name);
    if (versions.isEmpty()) {
      throw new NotFoundException("there is no message template \"" + name + "\"");
    }
    return Items.all(versions.stream().map(TemplateView::of).toList());
  }

  @Operation(summary = "Diff")
  @GetMapping("/{name}/diff")
  Items<TemplateChange> diff(
      Caller caller, @PathVariable String name, @RequestParam int from, @RequestParam int to) {
    return Items.all(templates(caller).changes(caller.tenant(), name, from, to));
  }

  /** A version of a template. */
  record TemplateNumber(Integer version) {}

  @Operation(summary = "Rollback")
  @PostMapping("/{name}/rollback")
  TemplateView rollback(
      Caller caller, @PathVariable String name, @RequestBody TemplateNumber body) {
    int version = templates(caller).rollback(caller.tenant(), name, body.version(), caller.actor());
    return version(caller, name, version);
  }

  @Operation(summary = "Archive")
  @PostMapping("/{name}/archive")
  TemplateView archive(Caller caller, @PathVariable String name, @RequestBody TemplateNumber body) {
    int version = body.version();
    templates(caller).archive(caller.tenant(), name, version, caller.actor());
    return version(caller, name, version);
  }

  /**
   * What to preview, and with which data.
   *
   * @param template a document that is not published; null: the published one
   * @param language null: every language it has
   * @param channel null: every channel it has
   */
  record PreviewInput(
      @Nullable JsonNode template,
      @Nullable String name,
      @Nullable String language,
      @Nullable String channel,
      @Nullable ObjectNode data) {}

  /**
   * A message as it would be.
   *
   * @param missing what the data lacks
   * @param problem why there is no message; null: there is one
   */
  record TemplateExample(
      String language,
      String channel,
      @Nullable JsonNode content,
      List<String> missing,
      @Nullable SmsSegments sms,
      @Nullable String problem) {}

  @Operation(
      summary =
          "Of a published template by its name, or of a document, in all languages and channels")
  @PostMapping("/preview")
  Items<TemplateExample> preview(Caller caller, @RequestBody PreviewInput body) {
    MessageTemplate template =
        body.template() != null
            ? MessageTemplate.parse(body.template())
            : templates(caller).get(caller.tenant(), Refusal.require("name", body.name()));
    ObjectNode data = body.data() == null ? JsonNodeFactory.instance.objectNode() : body.data();
    List<String> languages =
        body.language() == null
            ? List.copyOf(template.variants().keySet())
            : List.of(body.language());
    List<String> channels = body.channel() == null ? channels(template) : List.of(body.channel());
    List<TemplateExample> examples = new ArrayList<>();
    for (String language : languages) {
      for (String channel : channels) {
        examples.add(example(caller, template, language, channel, data));
      }
    }
    return Items.all(examples);
  }

  private TemplateExample example(
      Caller caller, MessageTemplate template, String language, String channel, ObjectNode data) {
    try {
      TemplatePreview preview =
          templates(caller).preview(caller.tenant(), template, language, channel, data);
      return new TemplateExample(
          preview.language(), channel, preview.content(), preview.missing(), preview.sms(), null);
    } catch (InvalidInputException e) {
      return new TemplateExample(language, channel, null, List.of(), null, e.getMessage());
    }
  }

  /** To whom an example is sent. */
  record TestSend(
      String channel, @Nullable String language, String recipient, @Nullable ObjectNode data) {}

  /** The message that is sent. */
  record TestSent(UUID messageId) {}

  @Operation(summary = "Test send")
  @ResponseStatus(HttpStatus.ACCEPTED)
  @PostMapping("/{name}/test-send")
  ResponseEntity<TestSent> testSend(
      Caller caller, @PathVariable String name, @RequestBody TestSend body) {
    UUID id =
        templates(caller)
            .testSend(
                caller.tenant(),
                name,
                body.channel(),
                body.language(),
                body.recipient(),
                body.data() == null ? JsonNodeFactory.instance.objectNode() : body.data(),
                caller.actor());
    return ResponseEntity.accepted()
        .location(URI.create("/api/v1/messages/" + id))
        .body(new TestSent(id));
  }
}
