package dev.workflow.docs.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.DocumentationTool;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Javadoc of what applications see: every link leads somewhere, every tag fits. */
class ApiJavadocTest {

  private static final List<String> MODULES =
      List.of("workflow-core", "workflow-jdbi", "workflow-spi-channels", "workflow-test-kit");

  @TempDir Path pages;

  @Test
  void says_nothing_that_the_documentation_tool_finds_wrong() throws IOException {
    DocumentationTool tool = ToolProvider.getSystemDocumentationTool();
    DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
    try (StandardJavaFileManager files = tool.getStandardFileManager(found, null, null)) {
      Iterable<? extends JavaFileObject> sources = files.getJavaFileObjectsFromPaths(api());
      boolean done = tool.getTask(null, files, found, null, options(), sources).call();
      assertThat(found.getDiagnostics())
          .filteredOn(one -> one.getKind() != Diagnostic.Kind.NOTE)
          .map(ApiJavadocTest::text)
          .isEmpty();
      assertThat(done).isTrue();
    }
  }

  private List<String> options() {
    return List.of(
        "-quiet",
        "-public",
        "-Xdoclint:all,-missing",
        "-classpath",
        System.getProperty("java.class.path"),
        "-d",
        pages.toString());
  }

  private static List<Path> api() throws IOException {
    List<Path> sources = new ArrayList<>();
    for (String module : MODULES) {
      try (Stream<Path> tree = Files.walk(Page.ROOT.resolve(module).resolve("src/main/java"))) {
        tree.filter(file -> file.toString().endsWith(".java"))
            .filter(file -> !file.toString().contains("/internal/"))
            .forEach(sources::add);
      }
    }
    return sources;
  }

  private static String text(Diagnostic<? extends JavaFileObject> one) {
    JavaFileObject source = one.getSource();
    String place = source == null ? "" : source.getName() + ":" + one.getLineNumber() + ": ";
    return place + one.getMessage(null);
  }
}
