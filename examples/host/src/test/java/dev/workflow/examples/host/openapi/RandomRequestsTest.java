package dev.workflow.examples.host.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.workflow.Json;
import dev.workflow.examples.host.Client;
import dev.workflow.examples.host.Client.Answer;
import dev.workflow.examples.host.Contract;
import dev.workflow.examples.host.Contract.Route;
import dev.workflow.examples.host.HostTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;

/**
 * Requests by chance, to every route: nothing fails inside, every answer is one that the OpenAPI
 * document allows, and nobody sees what another tenant wrote. {@code -Dhost.requests=20000} is the
 * long form, {@code -Dhost.seed} another course.
 */
@HostTest
@TestPropertySource(properties = "spring.datasource.url=jdbc:h2:mem:random;DB_CLOSE_DELAY=-1")
class RandomRequestsTest {

  private static final int REQUESTS = Integer.getInteger("host.requests", 2_000);
  private static final long SEED = Long.getLong("host.seed", 14);
  private static final int FIRST_OF_OUR_FAILURES = 500;

  /**
   * The roles and the token of the demo's users stay as they are: they are who asks. Tokens belong
   * to a person, in whichever tenant.
   */
  private static final Set<String> LEFT_OUT =
      Set.of("users_roles", "users_list_tokens", "users_delete_token");

  @Autowired private Client client;

  @Test
  @Timeout(value = 30, unit = TimeUnit.MINUTES)
  void nothing_fails_inside_and_nobody_sees_another_tenants_data() {
    Contract contract = Contract.of(client);
    List<Route> routes =
        contract.routes().stream()
            .filter(route -> !route.stream() && !LEFT_OUT.contains(route.id()))
            .toList();
    RandomRequests requests = new RandomRequests(SEED, contract, routes);
    List<String> wrong = new ArrayList<>();
    Map<Integer, Integer> statuses = new TreeMap<>();
    for (int left = REQUESTS; left > 0 && wrong.size() < 10; left--) {
      RandomRequests.Wanted wanted = requests.next();
      try {
        Answer answer =
            client
                .of(wanted.tenant())
                .as(wanted.user())
                .send(wanted.route().method(), wanted.path(), wanted.body());
        statuses.merge(answer.status(), 1, Integer::sum);
        String other = wanted.tenant().equals("acme") ? "firm" : "acme";
        if (answer.status() >= FIRST_OF_OUR_FAILURES
            || answer.text().contains(RandomRequests.mark(other))
                && !sent(wanted, RandomRequests.mark(other))) {
          wrong.add(shortened(wanted + " -> " + answer.status() + " " + answer.text()));
        }
        if (answer.status() < 300
            && answer.header("Content-Type").orElse("").contains("application/json")) {
          requests.learn(wanted.tenant(), Json.read(answer.text()));
        }
      } catch (AssertionError e) {
        wrong.add(shortened(wanted + " -> " + e.getMessage()));
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(statuses).containsKeys(200, 201, 400, 403, 404);
  }

  private static boolean sent(RandomRequests.Wanted wanted, String mark) {
    return wanted.path().contains(mark) || wanted.body() != null && wanted.body().contains(mark);
  }

  private static String shortened(String text) {
    return text.length() > 1_000 ? text.substring(0, 1_000) + "…" : text;
  }
}
