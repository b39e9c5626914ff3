package dev.workflow.examples.host.web;

import dev.workflow.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/** What the server refuses before the application sees it, as problems too. */
public final class ProblemValve extends ErrorReportValve {

  private static final int FIRST_ERROR = 400;

  @Override
  protected void report(Request request, Response response, @Nullable Throwable thrown) {
    int status = response.getStatus();
    if (status < FIRST_ERROR || response.getContentWritten() > 0 || !response.setErrorReported()) {
      return;
    }
    try {
      response.setContentType("application/problem+json");
      byte[] body =
          Json.write(ProblemDetails.tree(status, detail(status))).getBytes(StandardCharsets.UTF_8);
      response.getOutputStream().write(body);
      response.finishResponse();
    } catch (IOException | IllegalStateException e) {
      container.getLogger().debug("The client has gone", e);
    }
  }

  private static String detail(int status) {
    HttpStatus known = HttpStatus.resolve(status);
    return known == HttpStatus.BAD_REQUEST
        ? "the request line or a header is malformed: percent-encode what is not a plain character"
        : known == null ? "the request is refused" : known.getReasonPhrase();
  }
}
