package dev.workflow.examples.host.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.TaskId;
import dev.workflow.examples.host.security.Caller;
import dev.workflow.examples.host.web.Pages;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.springdoc.core.customizers.OperationCustomizer;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.method.HandlerMethod;

/** What all operations have in common: their id, headers, pages and problems. */
@Component
class Operations implements OperationCustomizer {

  @Override
  public Operation customize(Operation operation, HandlerMethod handler) {
    boolean login = takes(handler, Caller.class);
    operation.setOperationId(id(handler));
    if (login) {
      operation.addParametersItem(Common.parameter(Common.TENANT));
      operation.addParametersItem(Common.parameter(Common.USER));
    } else {
      operation.setSecurity(List.of());
    }
    if (takes(handler, TaskId.class)) {
      operation.addParametersItem(Common.path("instance"));
      operation.addParametersItem(Common.path("step"));
    }
    if (takes(handler, Pages.class)) {
      Common.PAGE.forEach(name -> operation.addParametersItem(Common.parameter(name)));
    }
    if (handler.hasMethodAnnotation(PostMapping.class)) {
      operation.addParametersItem(Common.parameter(Common.IDEMPOTENCY_KEY));
    }
    withoutNull(operation);
    problems(operation, login, !handler.hasMethodAnnotation(GetMapping.class));
    Examples.of(operation.getOperationId()).ifPresent(example -> example(operation, example));
    return operation;
  }

  /** A parameter of an URL is there or not: it is never null. */
  private static void withoutNull(Operation operation) {
    List<Parameter> parameters = operation.getParameters();
    for (Parameter parameter : parameters == null ? List.<Parameter>of() : parameters) {
      Schema<?> schema = parameter.getSchema();
      if (schema != null && schema.getTypes() != null && schema.getTypes().size() > 1) {
        Set<String> types = new LinkedHashSet<>(schema.getTypes());
        types.remove("null");
        schema.setTypes(types);
      }
    }
  }

  private static boolean takes(HandlerMethod handler, Class<?> type) {
    return Arrays.asList(handler.getMethod().getParameterTypes()).contains(type);
  }

  /**
   * One that is not written is of package and method: {@code users_create_token}; what several
   * controllers inherit has the controller's name too: {@code crm_triggers_add}.
   */
  private static String id(HandlerMethod handler) {
    io.swagger.v3.oas.annotations.Operation written =
        handler.getMethodAnnotation(io.swagger.v3.oas.annotations.Operation.class);
    if (written != null && !written.operationId().isEmpty()) {
      return written.operationId();
    }
    Class<?> controller = handler.getBeanType();
    boolean inherited = handler.getMethod().getDeclaringClass() != controller;
    String method = handler.getMethod().getName().replaceAll("([A-Z])", "_$1");
    String name = inherited ? controller.getSimpleName() + "_" + method : method;
    return Names.group(controller) + "_" + name.toLowerCase(Locale.ROOT);
  }

  private static void problems(Operation operation, boolean login, boolean changes) {
    ApiResponses responses = operation.getResponses();
    problem(responses, HttpStatus.BAD_REQUEST);
    problem(responses, HttpStatus.NOT_FOUND);
    problem(responses, HttpStatus.NOT_ACCEPTABLE);
    if (login) {
      problem(responses, HttpStatus.UNAUTHORIZED);
      problem(responses, HttpStatus.FORBIDDEN);
      problem(responses, HttpStatus.TOO_MANY_REQUESTS);
    }
    problem(responses, HttpStatus.CONFLICT);
    if (changes) {
      problem(responses, HttpStatus.CONTENT_TOO_LARGE);
      problem(responses, HttpStatus.UNPROCESSABLE_CONTENT);
    }
    if (operation.getRequestBody() != null) {
      problem(responses, HttpStatus.UNSUPPORTED_MEDIA_TYPE);
    }
  }

  private static void problem(ApiResponses responses, HttpStatus status) {
    String code = String.valueOf(status.value());
    if (!responses.containsKey(code)) {
      responses.addApiResponse(
          code, new ApiResponse().$ref("#/components/responses/" + status.name()));
    }
  }

  private static void example(Operation operation, JsonNode example) {
    Content content =
        operation.getRequestBody() == null ? null : operation.getRequestBody().getContent();
    if (content != null && example.has("body")) {
      content.values().forEach(type -> type.setExample(example.get("body")));
    }
    if (operation.getParameters() != null) {
      for (Parameter parameter : operation.getParameters()) {
        JsonNode value =
            example
                .path(parameter.getIn() == null ? "" : parameter.getIn())
                .get(String.valueOf(parameter.getName()));
        if (value != null && !value.asText().startsWith("$")) {
          parameter.setExample(value.asText());
        }
      }
    }
  }
}
