package dev.workflow.expression;

import static dev.workflow.expression.Samples.CONTEXT;
import static dev.workflow.expression.Samples.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class SecretTest {

  private static final RenderContext SECRETS =
      CONTEXT.secrets(Map.of("api_key", "s3cr3t\n", "a.b", "dotted")::get);

  private final Template bearer = Template.parse("Bearer {{secret.api_key}}");

  @Test
  void looksASecretUpAtTheMomentOfUse() {
    assertThat(bearer.render(json("{}"), SECRETS)).isEqualTo("Bearer s3cr3t\n");
    assertThat(Template.parse("{{secret.a.b}}").render(json("{}"), SECRETS)).isEqualTo("dotted");
  }

  @Test
  void masksASecretWithoutALookup() {
    assertThat(bearer.render(json("{}"), CONTEXT.maskedSecrets())).isEqualTo("Bearer ••••");
    assertThat(bearer.render(json("{}"), SECRETS.maskedSecrets())).isEqualTo("Bearer ••••");
  }

  @Test
  void neverReadsASecretFromTheData() {
    assertThatThrownBy(() -> bearer.render(json("{'secret':{'api_key':'x'}}"), CONTEXT))
        .isInstanceOf(ExpressionException.class)
        .hasMessage(
            "{{secret.api_key}} is used where secrets are not available; use it in the"
                + " configuration of an action");
  }

  @Test
  void failsForASecretThatIsNotKnown() {
    assertThatThrownBy(() -> Template.parse("{{secret.gone}}").render(json("{}"), SECRETS))
        .hasMessage("{{secret.gone}} has no value; make sure the secret \"gone\" is defined");
  }

  @Test
  void keepsTheSecretOutOfErrors() {
    assertThatThrownBy(() -> bearer.render(json("{}"), SECRETS.escaping(Escaping.HEADER)))
        .isInstanceOf(ExpressionException.class)
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("s3cr3t"));
  }
}
