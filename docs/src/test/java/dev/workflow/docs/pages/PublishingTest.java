package dev.workflow.docs.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathExpressionException;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

/** What others need who depend on a jar of the project: its licence, and where it comes from. */
class PublishingTest {

  private static final XPath XPATH = XPathFactory.newInstance().newXPath();

  @TestFactory
  Stream<DynamicTest> a_jar_that_others_depend_on_carries_the_license_and_the_notice()
      throws Exception {
    return libraries().stream()
        .flatMap(
            module ->
                Stream.of("LICENSE", "NOTICE")
                    .map(
                        file ->
                            DynamicTest.dynamicTest(
                                module + " " + file,
                                () ->
                                    assertThat(carried(module, file))
                                        .as("META-INF/%s of %s, made by Maven", file, module)
                                        .containsExactly(
                                            Files.readString(Page.ROOT.resolve(file))))));
  }

  @Test
  void the_parent_says_what_publishing_asks_for() throws Exception {
    Document parent = pom(Page.ROOT);

    assertThat(
            Stream.of(
                    "name",
                    "description",
                    "url",
                    "licenses/license/name",
                    "licenses/license/url",
                    "scm/connection",
                    "scm/developerConnection",
                    "scm/url")
                .filter(path -> text(parent, path).isBlank()))
        .as("absent in pom.xml")
        .isEmpty();
  }

  @Test
  void a_library_says_its_name_and_what_it_is() throws Exception {
    List<String> absent = new ArrayList<>();
    for (String module : libraries()) {
      Document pom = pom(Page.ROOT.resolve(module));
      for (String path : List.of("name", "description")) {
        if (text(pom, path).isBlank()) {
          absent.add(module + " " + path);
        }
      }
    }

    assertThat(absent).isEmpty();
  }

  /** The modules of the root but those that nobody depends on. */
  private static List<String> libraries() throws Exception {
    NodeList modules =
        (NodeList)
            XPATH.evaluate("/project/modules/module", pom(Page.ROOT), XPathConstants.NODESET);
    List<String> libraries =
        IntStream.range(0, modules.getLength())
            .mapToObj(i -> modules.item(i).getTextContent())
            .filter(module -> !List.of("examples", "docs").contains(module))
            .toList();
    assertThat(libraries).contains("workflow-core");
    return libraries;
  }

  /** A file of a module's META-INF, from its jar or from the folder that becomes one. */
  private static List<String> carried(String module, String file) throws IOException {
    List<String> contents = new ArrayList<>();
    for (URL url :
        Collections.list(PublishingTest.class.getClassLoader().getResources("META-INF/" + file))) {
      if (url.toString().matches(".*/" + module + "(/target/classes/|-[^/!]+\\.jar!/).*")) {
        try (InputStream in = url.openStream()) {
          contents.add(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
      }
    }
    return contents;
  }

  private static Document pom(Path folder) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(folder.resolve("pom.xml").toFile());
  }

  private static String text(Document pom, String path) {
    try {
      return XPATH.evaluate("/project/" + path, pom);
    } catch (XPathExpressionException e) {
      throw new IllegalStateException(e);
    }
  }
}
