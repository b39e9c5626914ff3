package dev.workflow.examples.host.openapi;

import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.media.ArraySchema;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.security.SecurityScheme;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.http.HttpStatus;

/** The components that all operations share. */
final class Common {

  static final String TENANT = "TenantId";
  static final String USER = "UserId";
  static final String IDEMPOTENCY_KEY = "IdempotencyKey";
  static final List<String> PAGE = List.of("Limit", "Cursor", "Offset");
  static final String BEARER = "token";
  static final String SESSION = "session";

  private static final Map<HttpStatus, String> PROBLEMS =
      Map.ofEntries(
          Map.entry(HttpStatus.BAD_REQUEST, "The input is wrong; errors say where"),
          Map.entry(HttpStatus.UNAUTHORIZED, "Nobody is logged in, or the token has expired"),
          Map.entry(HttpStatus.FORBIDDEN, "The caller may not do this"),
          Map.entry(HttpStatus.NOT_FOUND, "There is no such thing in the caller's tenant"),
          Map.entry(HttpStatus.NOT_ACCEPTABLE, "There is no answer of the type in Accept"),
          Map.entry(
              HttpStatus.CONFLICT, "The state does not allow it, or it was changed meanwhile"),
          Map.entry(HttpStatus.CONTENT_TOO_LARGE, "The body is too large"),
          Map.entry(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "The body is of another type"),
          Map.entry(HttpStatus.UNPROCESSABLE_CONTENT, "The document is wrong; errors say where"),
          Map.entry(HttpStatus.TOO_MANY_REQUESTS, "Too many requests; Retry-After says when"));

  private Common() {}

  static Parameter parameter(String name) {
    return new Parameter().$ref("#/components/parameters/" + name);
  }

  /** A part of the path that an argument of the method is made of. */
  static Parameter path(String name) {
    return new Parameter().in("path").name(name).required(true).schema(new StringSchema());
  }

  static Components components() {
    Components components = new Components();
    parameters(components);
    Schema<?> error =
        new ObjectSchema()
            .addProperty("pointer", new StringSchema().description("RFC 6901, in the body"))
            .addProperty("message", new StringSchema());
    error.setRequired(List.of("pointer", "message"));
    Schema<?> problem =
        new ObjectSchema()
            .description("RFC 9457")
            .addProperty("type", new StringSchema())
            .addProperty("title", new StringSchema())
            .addProperty("status", new IntegerSchema())
            .addProperty("detail", new StringSchema().description("What happened, what to do"))
            .addProperty("instance", new StringSchema())
            .addProperty("errors", new ArraySchema().items(error));
    problem.setRequired(List.of("title", "status", "detail", "errors"));
    components.addSchemas("Problem", problem);
    PROBLEMS.forEach(
        (status, description) ->
            components.addResponses(
                status.name(),
                new ApiResponse()
                    .description(description)
                    .content(
                        new Content()
                            .addMediaType(
                                "application/problem+json",
                                new MediaType()
                                    .schema(
                                        new Schema<>().$ref("#/components/schemas/Problem"))))));
    components.addSecuritySchemes(
        BEARER, new SecurityScheme().type(SecurityScheme.Type.HTTP).scheme("bearer"));
    components.addSecuritySchemes(
        SESSION,
        new SecurityScheme()
            .type(SecurityScheme.Type.APIKEY)
            .in(SecurityScheme.In.COOKIE)
            .name("JSESSIONID")
            .description("By the form at /login; with the header X-XSRF-TOKEN from the cookie"));
    return components;
  }

  private static void parameters(Components components) {
    header(components, TENANT, "X-Tenant-ID", "One of the caller's tenants; the first by default");
    header(
        components,
        USER,
        "X-User-ID",
        "For whom the request is made; only with tokens of the scope act-as");
    header(
        components,
        IDEMPOTENCY_KEY,
        "Idempotency-Key",
        "A repetition within 24 hours gets the same answer and does nothing");
    query(
        components,
        "Limit",
        new IntegerSchema().minimum(BigDecimal.ONE).maximum(new BigDecimal(200)),
        "How many at most; 50 by default");
    query(components, "Cursor", new StringSchema(), "From next_cursor of the page before");
    query(
        components,
        "Offset",
        new IntegerSchema().minimum(BigDecimal.ZERO).maximum(new BigDecimal(10_000)),
        "So many are passed over; not together with a cursor");
  }

  private static void header(Components components, String name, String header, String text) {
    components.addParameters(
        name,
        new Parameter().in("header").name(header).description(text).schema(new StringSchema()));
  }

  private static void query(Components components, String name, Schema<?> schema, String text) {
    components.addParameters(
        name,
        new Parameter()
            .in("query")
            .name(name.toLowerCase(Locale.ROOT))
            .description(text)
            .schema(schema));
  }
}
