package dev.workflow.expression;

import static dev.workflow.expression.Samples.CONTEXT;
import static dev.workflow.expression.Samples.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigTemplateTest {

  private static final String DATA =
      "{'lead':{'id':42,'email':'ada@example.com','first_name':'Ada','company_name':'Acme',"
          + "'owner':{'email':'own@example.com'}},'user':{'email':'me@example.com'},"
          + "'deal':{'contact':{'email':'c@example.com'}}}";

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "{'to': '{{lead.email}}', 'subject': 'Welcome to our platform', 'template':"
            + " 'welcome_email', 'variables': {'first_name': '{{lead.first_name}}'}} ~ {'to':"
            + " 'ada@example.com', 'subject': 'Welcome to our platform', 'template':"
            + " 'welcome_email', 'variables': {'first_name': 'Ada'}}",
        "{'entity_type': 'lead', 'entity_id': '{{lead.id}}', 'note': 'Lead automatically qualified"
            + " based on score', 'visibility': 'internal'} ~ {'entity_type': 'lead', 'entity_id':"
            + " 42, 'note': 'Lead automatically qualified based on score', 'visibility':"
            + " 'internal'}",
        "{'entity_type': 'lead', 'entity_id': '{{lead.id}}', 'field': 'status', 'value':"
            + " 'contacted'} ~ {'entity_type': 'lead', 'entity_id': 42, 'field': 'status', 'value':"
            + " 'contacted'}",
        "{'export_type': 'csv', 'entity_type': 'lead', 'filters': {'status': 'qualified',"
            + " 'created_at__gte': '{{today-30}}'}, 'email_to': '{{user.email}}'} ~ {'export_type':"
            + " 'csv', 'entity_type': 'lead', 'filters': {'status': 'qualified', 'created_at__gte':"
            + " '2024-02-14'}, 'email_to': 'me@example.com'}",
        "{'title': 'Follow up with {{lead.company_name}}', 'description': 'Lead showed high"
            + " interest', 'assignee': '{{lead.owner.email}}', 'due_date': '{{today+2}}',"
            + " 'priority': 'high'} ~ {'title': 'Follow up with Acme', 'description': 'Lead showed"
            + " high interest', 'assignee': 'own@example.com', 'due_date': '2024-03-17',"
            + " 'priority': 'high'}",
        "{'recipient': '{{lead.owner.email}}', 'message': 'New qualified lead:"
            + " {{lead.company_name}}', 'notification_type': 'in_app', 'link':"
            + " '/leads/{{lead.id}}'} ~ {'recipient': 'own@example.com', 'message': 'New qualified"
            + " lead: Acme', 'notification_type': 'in_app', 'link': '/leads/42'}",
        "{'url': 'https://api.example.com/webhooks/lead', 'method': 'POST', 'headers':"
            + " {'Authorization': 'Bearer {{secret.api_key}}'}, 'body': {'lead_id': '{{lead.id}}',"
            + " 'event': 'lead.qualified'}} ~ {'url': 'https://api.example.com/webhooks/lead',"
            + " 'method': 'POST', 'headers': {'Authorization': 'Bearer k-api_key'}, 'body':"
            + " {'lead_id': 42, 'event': 'lead.qualified'}}",
        "{'fields': ['{{deal.contact.email}}']} ~ {'fields': ['c@example.com']}",
      })
  void evaluatesTheConfigurationOfAnAction(String config, String expected) {
    assertThat(
            ConfigTemplate.parse(json(config))
                .evaluate(json(DATA), CONTEXT.secrets(name -> "k-" + name)))
        .isEqualTo(json(expected));
  }

  @Test
  void keepsKeysTypesAndNulls() {
    JsonNode config = json("{'{{a}}':[1,true,null,'{{a}}',{'x':1.50}],'e':'\\\\{{a}}'}");

    assertThat(ConfigTemplate.parse(config).evaluate(json("{'a':null}"), CONTEXT))
        .isEqualTo(json("{'{{a}}':[1,true,null,null,{'x':1.50}],'e':'{{a}}'}"));
  }

  @Test
  void sharesPartsWithoutExpressionsAndForgetsItsSource() {
    ObjectNode config = (ObjectNode) json("{'fixed':{'b':[1]},'a':'{{a}}'}");
    ConfigTemplate template = ConfigTemplate.parse(config);
    ((ObjectNode) config.get("fixed")).put("b", 2);
    JsonNode first = template.evaluate(json("{'a':1}"), CONTEXT);
    JsonNode second = template.evaluate(json("{'a':2}"), CONTEXT);

    assertThat(first).isEqualTo(json("{'fixed':{'b':[1]},'a':1}"));
    assertThat(second.get("fixed")).isSameAs(first.get("fixed"));
  }

  @Test
  void isConstantWithoutExpressions() {
    ConfigTemplate template = ConfigTemplate.parse(json("{'a':['x']}"));

    assertThat(template.isConstant()).isTrue();
    assertThat(template.evaluate(json("{}"), CONTEXT)).isEqualTo(json("{'a':['x']}"));
    assertThat(ConfigTemplate.parse(JsonNodeFactory.instance.missingNode()).isConstant()).isTrue();
  }

  @Test
  void tellsWhatItReads() {
    ConfigTemplate template =
        ConfigTemplate.parse(json("['{{a.b}}',{'x':'{{c}} {{secret.k}} {{a.b}}'}]"));

    assertThat(template.paths()).containsExactly("a.b", "c");
    assertThat(template.secrets()).containsExactly("k");
  }

  @Test
  void findsTheProblemsOfAllTextsWithTheirPointers() {
    assertThatThrownBy(
            () -> ConfigTemplate.parse(json("{'a/b':['x','{{a | uper}}'],'c':'{{','d':'{{e}}'}")))
        .isInstanceOf(InvalidExpressionException.class)
        .hasMessage(
            """
            The configuration has 2 problems:
              /a~1b/1: at offset 6: unknown filter "uper"; did you mean "upper"?
              /c: at offset 0: "{{" is never closed; add "}}", or write \\{{ for the \
            braces themselves\
            """);
  }

  @Test
  void namesThePointerOfAValueThatIsMissing() {
    ConfigTemplate template = ConfigTemplate.parse(json("{'variables':{'name':'{{lead.name}}'}}"));

    assertThatThrownBy(() -> template.evaluate(json("{}"), CONTEXT))
        .isInstanceOfSatisfying(
            ExpressionException.class,
            e -> {
              assertThat(e.pointer()).isEqualTo("/variables/name");
              assertThat(e.expression()).isEqualTo("lead.name");
            })
        .hasMessage(
            "/variables/name: {{lead.name}} has no value; make sure the data holds \"lead.name\","
                + " or add a default: {{lead.name | default: \"…\"}}");
  }

  @Test
  void refusesADocumentThatIsNestedWithoutEnd() {
    ArrayNode deep = JsonNodeFactory.instance.arrayNode().add("x");
    for (int i = 0; i < 100_000; i++) {
      deep = JsonNodeFactory.instance.arrayNode().add(deep);
    }
    ArrayNode config = deep;

    assertThatThrownBy(() -> ConfigTemplate.parse(config))
        .isInstanceOf(InvalidExpressionException.class)
        .hasMessageContaining("a configuration is nested at most 64 deep; flatten it");
  }
}
