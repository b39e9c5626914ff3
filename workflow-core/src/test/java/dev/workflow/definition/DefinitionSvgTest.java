package dev.workflow.definition;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class DefinitionSvgTest {

  private static Document read(String svg) {
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      return factory.newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
    } catch (Exception e) {
      throw new AssertionError(svg, e);
    }
  }

  private static List<Element> elements(Document svg, String name) {
    NodeList found = svg.getElementsByTagName(name);
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < found.getLength(); i++) {
      elements.add((Element) found.item(i));
    }
    return elements;
  }

  private static List<String> drawn(Document svg) {
    return elements(svg, "g").stream()
        .filter(group -> group.hasAttribute("data-step"))
        .map(group -> group.getAttribute("data-step"))
        .toList();
  }

  private static Element group(Document svg, String step) {
    return elements(svg, "g").stream()
        .filter(group -> group.getAttribute("data-step").equals(step))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void a_step_shows_its_label_its_action_its_state_and_its_note() {
    WorkflowDefinition definition =
        WorkflowDefinition.parse(
            """
            {"key": "w", "name": "Onboard", "steps": [
              {"id": "ask", "name": "Ask the lawyer", "action": "approval"},
              {"id": "wait", "wait": {"event": "message.received"}}]}
            """);

    Document svg =
        read(
            DefinitionDiagram.svg(
                definition, Map.of("ask", "IN_PROGRESS"), Map.of("ask", "reminded once")));

    assertThat(elements(svg, "title").get(0).getTextContent()).isEqualTo("Onboard");
    Element ask = group(svg, "ask");
    assertThat(ask.getAttribute("class")).isEqualTo("step action state-in-progress");
    assertThat(ask.getElementsByTagName("title").item(0).getTextContent())
        .isEqualTo("ask: Ask the lawyer, approval, IN_PROGRESS, reminded once");
    assertThat(ask.getTextContent())
        .endsWith("Ask the lawyer◐ in progress · approvalreminded once");
    assertThat(group(svg, "wait").getAttribute("class")).isEqualTo("step wait");
  }

  @Test
  void exits_stand_beside_the_steps() {
    WorkflowDefinition definition =
        WorkflowDefinition.parse(
            """
            {"key": "w", "exit": [{"event": "lead.converted"}, {"when": {"field": "a", "operator": "eq", "value": "<b> & c"}}],
             "steps": [{"id": "ask", "action": "approval"}]}
            """);

    Document svg = read(DefinitionDiagram.svg(definition));

    assertThat(drawn(svg)).containsExactly("ask");
    List<Element> exits =
        elements(svg, "g").stream()
            .filter(group -> group.getAttribute("class").equals("exit"))
            .toList();
    assertThat(exits)
        .extracting(Element::getTextContent)
        .containsExactly(
            "exit: lead.convertedlead.convertedexit", "exit: a eq \"<b> & c\"a eq \"<b> & c\"exit");
  }

  @Test
  void boxes_do_not_overlap() {
    WorkflowDefinition definition =
        WorkflowDefinition.parse(
            """
            {"key": "w", "exit": [{"event": "e"}, {"event": "f"}], "steps": [
              {"id": "b", "branch": [
                {"when": {"field": "a", "operator": "eq", "value": 1}, "steps": [
                  {"id": "p", "parallel": [{"steps": [{"id": "x", "delay": "P1D"}]},
                                           {"steps": [{"id": "y", "delay": "P1D"}]}]}]},
                {"otherwise": true, "steps": [
                  {"id": "m", "action": "send_sms", "config": {}, "onFailure": [
                    {"id": "f", "delay": "P1D"}, {"id": "g", "delay": "P1D"}]}]}]},
              {"id": "end", "stop": "completed"}]}
            """);
    List<double[]> boxes = new ArrayList<>();
    for (Element box : elements(read(DefinitionDiagram.svg(definition)), "rect")) {
      boxes.add(
          new double[] {
            Double.parseDouble(box.getAttribute("x")),
            Double.parseDouble(box.getAttribute("y")),
            Double.parseDouble(box.getAttribute("width")),
            Double.parseDouble(box.getAttribute("height"))
          });
    }
    assertThat(boxes).hasSize(10);
    for (int i = 0; i < boxes.size(); i++) {
      for (int j = 0; j < i; j++) {
        double[] a = boxes.get(i);
        double[] b = boxes.get(j);
        boolean apart =
            a[0] + a[2] <= b[0]
                || b[0] + b[2] <= a[0]
                || a[1] + a[3] <= b[1]
                || b[1] + b[3] <= a[1];
        assertThat(apart).as("boxes %d and %d", i, j).isTrue();
      }
    }
  }

  @Property(tries = 200)
  void draws_every_step_once_inside_the_picture(@ForAll long seed) {
    WorkflowDefinition definition = WorkflowDefinition.parse(RandomDocuments.document(seed));

    Document svg = read(DefinitionDiagram.svg(definition));

    assertThat(drawn(svg))
        .containsExactlyInAnyOrderElementsOf(definition.allSteps().stream().map(Step::id).toList());
    double width = Double.parseDouble(svg.getDocumentElement().getAttribute("width"));
    double height = Double.parseDouble(svg.getDocumentElement().getAttribute("height"));
    for (Element box : elements(svg, "rect")) {
      assertThat(Double.parseDouble(box.getAttribute("x"))).isBetween(0.0, width - 220);
      assertThat(Double.parseDouble(box.getAttribute("y"))).isBetween(0.0, height - 48);
    }
  }

  @Property(tries = 300)
  void any_text_stays_a_text(@ForAll String text) {
    WorkflowDefinition definition = WorkflowDefinition.builder("w").name("W").build();
    String svg = DefinitionDiagram.svg(definition, Map.of(), Map.of());
    assertThat(svg).doesNotContain("<script", "style=");
    SvgDrawing drawing = new SvgDrawing();
    drawing.box(0, 0, "action", new SvgDrawing.Box("s", text, text, "READY", text));
    Document picture = read(drawing.picture(text, 10, 10));
    assertThat(elements(picture, "*")).hasSize(text.isEmpty() ? 7 : 8);
  }
}
