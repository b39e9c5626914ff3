package dev.workflow.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProviderCallTest {

  private final ProviderCall call =
      ProviderCall.of("payment", "till", Map.of("X-Sign", List.of("s")), new byte[] {1});

  @Test
  void a_call_keeps_what_it_has_when_it_is_told_its_endpoint() {
    ProviderCall told = call.at("e-1");
    assertThat(call.endpoint()).isNull();
    assertThat(told.endpoint()).isEqualTo("e-1");
    assertThat(told.action()).isEqualTo("payment");
    assertThat(told.provider()).isEqualTo("till");
    assertThat(told.headers()).containsEntry("x-sign", List.of("s"));
    assertThat(told.body()).containsExactly(1);
  }

  @Test
  void neither_the_endpoint_nor_headers_nor_the_body_are_printed() {
    assertThat(call.at("e-1")).hasToString("payment/till (1 bytes)");
  }
}
