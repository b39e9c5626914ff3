package dev.workflow.channels.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Json;
import dev.workflow.channels.signature.DocuSignSignature;
import dev.workflow.spi.ProviderCall;
import dev.workflow.spi.ProviderReport;

/**
 * Reads messages in the form of DocuSign Connect (JSON, with the custom fields and recipients of
 * the envelope) about envelopes that carry the step's reference as a text custom field {@code
 * reference}.
 *
 * <p>{@code envelope-completed} completes the step; {@code envelope-declined} and {@code
 * envelope-voided} fail it. All others are ignored, so that messages may come in any order and any
 * number of times, and some not at all.
 *
 * <p>Immutable and thread-safe.
 */
public final class DocuSignCallbacks {

  private final DocuSignSignature signature;

  private DocuSignCallbacks(DocuSignSignature signature) {
    this.signature = signature;
  }

  public static DocuSignCallbacks of(DocuSignSignature signature) {
    return new DocuSignCallbacks(signature);
  }

  public ProviderReport read(ProviderCall call) {
    return Bodies.read(
        call, () -> signature.verify(Bodies.headers(call), call.body()), DocuSignCallbacks::report);
  }

  private static ProviderReport report(JsonNode message) {
    String event = message.path("event").asText();
    String envelope = message.path("data").path("envelopeId").asText();
    JsonNode summary = message.path("data").path("envelopeSummary");
    String word = event.startsWith("envelope-") ? event.substring("envelope-".length()) : "";
    if (!word.equals("completed") && !word.equals("declined") && !word.equals("voided")) {
      return new ProviderReport.Ignored("an event of type " + event);
    }
    String reference = reference(summary);
    if (reference.isEmpty()) {
      return new ProviderReport.Ignored(
          "the envelope carries no reference, or Connect does not include custom fields");
    } else if (envelope.isEmpty()) {
      return Bodies.missing("envelope");
    } else if (word.equals("completed")) {
      return new ProviderReport.Done(reference, envelope, answer(summary));
    }
    String why =
        word.equals("voided") ? summary.path("voidedReason").asText("") : declined(summary);
    return new ProviderReport.Failed(
        reference, envelope, "the envelope was " + word + (why.isBlank() ? "" : ": " + why));
  }

  private static String reference(JsonNode summary) {
    for (JsonNode field : summary.path("customFields").path("textCustomFields")) {
      if (field.path("name").asText().equals("reference")) {
        return field.path("value").asText();
      }
    }
    return "";
  }

  private static ObjectNode answer(JsonNode summary) {
    ObjectNode answer = Json.object().put("signed", true);
    String at = Bodies.moment(summary.path("completedDateTime"));
    if (at != null) {
      answer.put("signedAt", at);
    }
    StringBuilder signers = new StringBuilder();
    for (JsonNode signer : summary.path("recipients").path("signers")) {
      String name = signer.path("name").asText(signer.path("email").asText(""));
      if (!name.isBlank() && signers.length() + name.length() < 490) {
        signers.append(signers.isEmpty() ? "" : ", ").append(name);
      }
    }
    if (!signers.isEmpty()) {
      answer.put("signedBy", signers.toString());
    }
    return answer;
  }

  private static String declined(JsonNode summary) {
    for (JsonNode signer : summary.path("recipients").path("signers")) {
      String reason = signer.path("declinedReason").asText("");
      if (!reason.isBlank()) {
        return reason;
      }
    }
    return "";
  }
}
