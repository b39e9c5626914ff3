package dev.workflow.examples.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.workflow.examples.host.Client.Answer;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Who calls, in which tenant. */
@HostTest
class MeTest {

  @Autowired private Client client;

  @Test
  void a_token_is_its_user_in_the_tenant_that_is_named() {
    Answer me = client.of("firm").get("/api/v1/me").is(200);
    assertThat(me.json().get("id").asText()).isEqualTo("user-456");
    assertThat(me.json().get("tenant").asText()).isEqualTo("firm");
    assertThat(me.json().get("roles")).extracting(role -> role.asText()).containsExactly("ADMIN");
    assertThat(me.json().get("tenants"))
        .extracting(tenant -> tenant.asText())
        .containsExactly("acme", "firm");
    assertThat(me.json().get("zone").asText()).isEqualTo("Europe/Amsterdam");
    assertThat(me.json().get("tenant_names").get("firm").asText()).isEqualTo("Firm & Partners");
  }

  @Test
  void a_token_that_may_acts_for_another_user_with_that_ones_roles() {
    Answer me = client.of("firm").as("lena").get("/api/v1/me").is(200);
    assertThat(me.json().get("id").asText()).isEqualTo("lena");
    assertThat(me.json().get("roles")).extracting(role -> role.asText()).containsExactly("LAWYER");
  }

  @Test
  void a_tenant_that_is_not_ones_own_is_not_there() {
    Answer answer = client.of("umbrella").get("/api/v1/me").isProblem(404);
    assertThat(answer.json().get("detail").asText())
        .isEqualTo("X-Tenant-ID: you have no tenant of that name; leave it out");
  }

  @Test
  void nobody_is_asked_to_log_in() {
    Answer answer = client.anonymous().get("/api/v1/me").isProblem(401);
    assertThat(answer.header("WWW-Authenticate")).hasValue("Bearer");
  }
}
