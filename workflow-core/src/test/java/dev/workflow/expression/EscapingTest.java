package dev.workflow.expression;

import static dev.workflow.expression.Samples.CONTEXT;
import static dev.workflow.expression.Samples.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EscapingTest {

  private static final RenderContext HTML = CONTEXT.escaping(Escaping.HTML);
  private static final RenderContext URL = CONTEXT.escaping(Escaping.URL);
  private static final RenderContext HEADER = CONTEXT.escaping(Escaping.HEADER);

  private static String render(String template, String data, RenderContext context) {
    return Template.parse(template).render(json(data), context);
  }

  @Test
  void escapesValuesForHtmlButNotTheText() {
    String data = "{'a':'<b \\\"c\\\" & \\u0027d\\u0027>'}";

    assertThat(render("<p>{{a}}</p>", data, HTML))
        .isEqualTo("<p>&lt;b &quot;c&quot; &amp; &#39;d&#39;&gt;</p>");
    assertThat(render("<p>{{{a}}}</p>", data, HTML)).isEqualTo("<p><b \"c\" & 'd'></p>");
  }

  @Test
  void makesLinksThatRunSomethingUnsafe() {
    for (String bad :
        new String[] {
          "javascript:alert(1)",
          " JavaScript:x",
          "java\\tscript:x",
          "vbscript:x",
          "data:text/html,x"
        }) {
      assertThat(render("<a href=\"{{a}}\">", "{'a':'" + bad + "'}", HTML))
          .startsWith("<a href=\"unsafe:");
      assertThat(render("<img src = '{{{a}}}'>", "{'a':'" + bad + "'}", HTML))
          .startsWith("<img src = 'unsafe:");
    }
    assertThat(render("<a href={{{a}}}>", "{'a':'javascript&colon;x'}", HTML))
        .isEqualTo("<a href=unsafe:javascript&colon;x>");
    for (String good :
        new String[] {
          "https://x.nl/a:b", "/a", "mailto:a@x.nl", "x.nl:80", "", "data:image/png,x"
        }) {
      assertThat(render("<a href=\"{{a}}\">", "{'a':'" + good + "'}", HTML))
          .isEqualTo("<a href=\"" + good + "\">");
    }
    assertThat(render("<p>{{a}}</p>", "{'a':'javascript: is a scheme'}", HTML))
        .isEqualTo("<p>javascript: is a scheme</p>");
  }

  @Test
  void keepsWhatOnlyLooksLikeThePlaceOfALinkFromBeingOne() {
    String data = "{'a':'50% %unsubscribe_url%'}";
    RenderContext text = CONTEXT.escaping(Escaping.TEXT);
    assertThat(render("%unsubscribe_url% {{a}}", data, text))
        .isEqualTo("%unsubscribe_url% 50% %\u2060unsubscribe_url%");
    assertThat(render("%unsubscribe_url% {{a}}", data, HTML))
        .isEqualTo("%unsubscribe_url% 50% &#37;unsubscribe_url%");
    assertThat(render("{{a}}", data, HEADER)).isEqualTo("50% %\u2060unsubscribe_url%");
    assertThat(render("{{a}}", data, text.gathered())).isEqualTo("50% %unsubscribe_url%");
  }

  @Test
  void escapesDefaultsFiltersLoopsAndJson() {
    assertThat(
            render(
                "{{gone | default: \"<\"}}{{a | json}}{{#each l}}{{this}}{{/each}}{{o}}",
                "{'a':'>','l':['&'],'o':{'<':1}}",
                HTML))
        .isEqualTo("&lt;&quot;&gt;&quot;&amp;{&quot;&lt;&quot;:1}");
  }

  @Test
  void percentEncodesAllButUnreservedCharactersInAUrl() {
    assertThat(render("https://x/{{a}}?q={{b}}", "{'a':'a/b c?','b':'azAZ09-._~&=+é€😀'}", URL))
        .isEqualTo("https://x/a%2Fb%20c%3F?q=azAZ09-._~%26%3D%2B%C3%A9%E2%82%AC%F0%9F%98%80");
    assertThat(render("{{{a}}}/x", "{'a':'https://y/z'}", URL)).isEqualTo("https://y/z/x");
    assertThat(render("{{a}}", "{'a':'\\ud800x'}", URL)).isEqualTo("%EF%BF%BDx");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{{a}}", "x {{a}}", "{{{a}}}", "x {{{a}}}", "{{gone | default: \"\n\"}}"})
  void refusesLineBreaksInAHeader(String template) {
    for (String line : new String[] {"'x\\r'", "'\\nx'"}) {
      assertThatThrownBy(
              () -> Template.parse(template).evaluate(json("{'a':" + line + "}"), HEADER))
          .isInstanceOf(ExpressionException.class)
          .hasMessageContaining(
              "}} holds a line break, which a header or an address must not; correct the data");
    }
  }

  @Test
  void refusesLineBreaksDeepWithinALoneValue() {
    assertThatThrownBy(
            () -> Template.parse("{{to}}").evaluate(json("{'to':['a',{'b':'c\\nd'}]}"), HEADER))
        .isInstanceOf(ExpressionException.class);
    assertThat(Template.parse("{{to}}").evaluate(json("{'to':['a',{'b':1}]}"), HEADER))
        .isEqualTo(json("['a',{'b':1}]"));
  }

  @Test
  void escapesTheTextsOfALoneValue() {
    assertThat(Template.parse("{{a}}").evaluate(json("{'a':['<',1,{'k':'&'}]}"), HTML))
        .isEqualTo(json("['&lt;',1,{'k':'&amp;'}]"));
    assertThat(Template.parse("{{{a}}}").evaluate(json("{'a':['<']}"), HTML))
        .isEqualTo(json("['<']"));
  }
}
