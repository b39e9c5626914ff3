package dev.workflow.examples.host.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.examples.host.Client;
import dev.workflow.examples.host.Contract;
import dev.workflow.examples.host.Contract.Route;
import dev.workflow.examples.host.HostTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;

/** The OpenAPI document. After a change of the API run this with {@code -Ddocs.refresh=true}. */
@HostTest
@TestPropertySource(properties = "spring.datasource.url=jdbc:h2:mem:examples;DB_CLOSE_DELAY=-1")
class OpenApiTest {

  private static final Path COMMITTED =
      Path.of(System.getProperty("basedir", ""), "../../docs/openapi.yaml");

  @Autowired private Client client;

  @Test
  void the_committed_copy_is_what_the_host_serves() throws IOException {
    String served = yaml(Contract.of(client).document());
    if (Boolean.getBoolean("docs.refresh")) {
      Files.writeString(COMMITTED, served);
    }
    assertThat(Files.readString(COMMITTED)).isEqualTo(served);
  }

  private static String yaml(JsonNode json) {
    DumperOptions options = new DumperOptions();
    options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
    options.setWidth(120);
    options.setSplitLines(true);
    return new Yaml(options).dump(plain(json, true));
  }

  /** With sorted keys, so that the order in which classes are found does not matter. */
  private static Object plain(JsonNode json, boolean top) {
    if (json.isObject()) {
      Map<String, Object> map = top ? new LinkedHashMap<>() : new TreeMap<>();
      json.properties().forEach(one -> map.put(one.getKey(), plain(one.getValue(), false)));
      return map;
    }
    if (json.isArray()) {
      List<Object> list = new ArrayList<>();
      json.forEach(one -> list.add(plain(one, false)));
      return list;
    }
    return json.isNumber()
        ? json.numberValue()
        : json.isBoolean() ? (Object) json.booleanValue() : json.isNull() ? null : json.asText();
  }

  @Test
  void every_operation_has_an_id_of_its_own_a_summary_and_a_tag() {
    List<Route> routes = Contract.of(client).routes();
    assertThat(routes).isNotEmpty();
    assertThat(routes).extracting(Route::id).doesNotHaveDuplicates();
    assertThat(routes)
        .allSatisfy(
            route -> {
              assertThat(route.operation().path("summary").asText()).as("%s", route).isNotBlank();
              assertThat(route.operation().path("tags")).as("%s", route).isNotEmpty();
            });
  }

  @Test
  void every_operation_has_an_example_but_the_stream_that_does_not_end() {
    assertThat(Contract.of(client).routes())
        .filteredOn(route -> !route.stream())
        .allSatisfy(route -> assertThat(Examples.of(route.id())).as(route.id()).isPresent());
  }

  @Test
  @Timeout(value = 10, unit = TimeUnit.MINUTES)
  void every_example_works() {
    List<String> wrong = new ArrayList<>();
    for (Route route : Contract.of(client).routes()) {
      if (Examples.of(route.id()).isPresent() && !route.stream()) {
        Prepared example = Prepared.of(route, client);
        Client.Answer answer = example.send();
        if (answer.status() != example.example().path("status").asInt(200)) {
          wrong.add(route.id() + ": " + answer.status() + " " + answer.text());
        }
      }
    }
    assertThat(wrong).isEmpty();
  }
}
