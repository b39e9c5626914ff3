package dev.workflow.channels.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.channels.signature.HmacSignature;
import dev.workflow.spi.ProviderCall;
import dev.workflow.spi.ProviderReport;

/**
 * Reads callbacks of a service of the host's own, for any of the three kinds:
 *
 * <pre>{@code
 * {"reference": "…", "session": "…", "status": "done", "answer": {…}}
 * {"reference": "…", "session": "…", "status": "failed", "reason": "…"}
 * }</pre>
 *
 * <p>Any other status is ignored. Immutable and thread-safe.
 */
public final class HmacCallbacks {

  private final HmacSignature signature;

  private HmacCallbacks(HmacSignature signature) {
    this.signature = signature;
  }

  public static HmacCallbacks of(HmacSignature signature) {
    return new HmacCallbacks(signature);
  }

  public ProviderReport read(ProviderCall call) {
    return Bodies.read(
        call, () -> signature.verify(Bodies.headers(call), call.body()), HmacCallbacks::report);
  }

  private static ProviderReport report(JsonNode body) {
    String status = body.path("status").asText();
    String reference = body.path("reference").asText();
    String session = body.path("session").asText();
    if (status.equals("failed")) {
      return new ProviderReport.Failed(
          reference, session, body.path("reason").asText("the provider says that it has failed"));
    } else if (!status.equals("done")) {
      return new ProviderReport.Ignored("a status " + status);
    }
    return body.path("answer") instanceof ObjectNode answer
        ? new ProviderReport.Done(reference, session, answer)
        : Bodies.missing("answer");
  }
}
