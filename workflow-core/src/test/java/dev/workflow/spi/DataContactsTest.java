package dev.workflow.spi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Json;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.spi.ContactDirectory.Party;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DataContactsTest {

  private static List<Map<String, String>> addresses(Party party, String data) {
    return ContactDirectory.fromData()
        .contacts(TenantId.of("t"), SubjectRef.of("lead", "1"), party, (ObjectNode) Json.read(data))
        .stream()
        .map(Contact::addresses)
        .toList();
  }

  @Test
  void an_address_under_the_name_of_a_channel_of_the_host_is_one() {
    assertThat(
            addresses(
                Party.LEAD_CONTACT, "{\"lead\": {\"name\": \"Ann\", \"telegram\": \"@ann\"}}"))
        .containsExactly(Map.of("telegram", "@ann"));
    assertThat(addresses(Party.OWNER, "{\"owner\": {\"email\": \"a@x.nl\", \"telegram\": \"@a\"}}"))
        .containsExactly(Map.of("email", "a@x.nl", "telegram", "@a"));
  }

  @Test
  void who_can_be_reached_on_a_known_channel_comes_before_who_has_only_other_texts() {
    assertThat(
            addresses(
                Party.LEAD_CONTACT,
                "{\"lead\": {\"status\": \"new\"}, \"contact\": {\"email\": \"c@x.nl\"}}"))
        .containsExactly(Map.of("email", "c@x.nl"));
  }
}
