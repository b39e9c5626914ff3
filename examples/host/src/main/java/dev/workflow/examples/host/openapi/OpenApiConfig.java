package dev.workflow.examples.host.openapi;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import dev.workflow.TaskId;
import dev.workflow.examples.host.security.Caller;
import dev.workflow.examples.host.web.Pages;
import io.swagger.v3.core.jackson.ModelResolver;
import io.swagger.v3.core.util.Json31;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.info.License;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.servers.Server;
import java.util.List;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.web.csrf.CsrfToken;

/** The document as a whole. springdoc does not follow Jackson 3's settings: they are said again. */
@Configuration
class OpenApiConfig {

  static {
    SpringDocUtils.getConfig()
        .addRequestWrapperToIgnore(Caller.class, Pages.class, CsrfToken.class, TaskId.class);
  }

  private static final ObjectMapper MAPPER =
      Json31.mapper().copy().setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE);

  @Bean
  OpenAPI document() {
    return new OpenAPI()
        .info(
            new Info()
                .title("Workflow host")
                .version("1")
                .description("The workflow engine behind a REST API.")
                .license(
                    new License()
                        .name("Apache-2.0")
                        .url("https://www.apache.org/licenses/LICENSE-2.0.txt")))
        .servers(List.of(new Server().url("/")))
        .addSecurityItem(new SecurityRequirement().addList(Common.BEARER))
        .addSecurityItem(new SecurityRequirement().addList(Common.SESSION))
        .components(Common.components());
  }

  @Bean
  ModelResolver schemas() {
    ModelResolver resolver = new ModelResolver(MAPPER, new Names());
    resolver.openapi31(true);
    return resolver;
  }

  @Bean
  RecordSchemas recordSchemas() {
    return new RecordSchemas(MAPPER);
  }
}
