package dev.workflow.examples.host.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Json;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * The types in the comments of the console's modules, checked by the compiler of TypeScript; not
 * without a Node.js to run it.
 */
class TypesTest {

  private static final Path CONSOLE = Path.of("src/main/resources/static/console");
  private static final Pattern NEEDED = Pattern.compile("_?tsc\\.js|.*\\.d\\.ts|package\\.json");

  @TempDir private Path folder;

  @TestFactory
  Stream<DynamicTest> every_module_has_the_types_that_it_says() {
    return Node.find().stream()
        .map(node -> DynamicTest.dynamicTest("the compiler finds nothing", () -> check(node)));
  }

  private void check(Path node) throws IOException, InterruptedException {
    Path compiler = unpack("typescript").resolve("lib/tsc.js");
    unpack("preact");
    unpack("uplot");
    Path declarations = folder.resolve("others.d.ts");
    Files.writeString(
        declarations,
        """
        declare module 'htm/preact' {
          import { VNode } from 'preact';
          export function html(strings: TemplateStringsArray, ...values: any[]): VNode<any>;
        }
        declare module 'sortablejs';
        """);
    Files.writeString(folder.resolve("tsconfig.json"), configuration(declarations).toString());
    Process process =
        new ProcessBuilder(
                node.toString(), compiler.toString(), "--pretty", "false", "-p", folder.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    assertThat(said.replace(CONSOLE.toAbsolutePath() + "/", "")).isEmpty();
    assertThat(process.exitValue()).isZero();
  }

  /** The compiler, or the declarations, of a WebJar of the class path. */
  private Path unpack(String name) throws IOException {
    String marker =
        Objects.requireNonNull(
                getClass()
                    .getClassLoader()
                    .getResource("META-INF/maven/org.webjars.npm/" + name + "/pom.properties"))
            .toString();
    Path target = folder.resolve(name);
    URI jar = URI.create(marker.substring(0, marker.indexOf('!')));
    try (FileSystem files = FileSystems.newFileSystem(jar, Map.of());
        Stream<Path> versions = Files.list(files.getPath("META-INF/resources/webjars", name))) {
      Path root = versions.findFirst().orElseThrow();
      List<Path> needed;
      try (Stream<Path> all = Files.walk(root)) {
        needed =
            all.filter(one -> one.getFileName() != null)
                .filter(one -> NEEDED.matcher(one.getFileName().toString()).matches())
                .toList();
      }
      for (Path one : needed) {
        Path copy = target.resolve(root.relativize(one).toString());
        Files.createDirectories(copy.getParent());
        Files.copy(one, copy);
      }
    }
    return target;
  }

  private ObjectNode configuration(Path declarations) {
    ObjectNode all = Json.object();
    ObjectNode options = all.putObject("compilerOptions");
    options
        .put("allowJs", true)
        .put("checkJs", true)
        .put("noEmit", true)
        .put("strict", true)
        .put("skipLibCheck", true)
        .put("target", "es2022")
        .put("module", "esnext")
        .put("moduleResolution", "bundler");
    options.putArray("lib").add("es2023").add("dom").add("dom.iterable");
    options.putArray("types");
    ObjectNode paths = options.putObject("paths");
    Map.of(
            "preact", "preact/src/index.d.ts",
            "preact/hooks", "preact/hooks/src/index.d.ts",
            "uplot", "uplot/dist/uPlot.d.ts")
        .forEach((name, path) -> paths.putArray(name).add(folder.resolve(path).toString()));
    all.putArray("files").add(declarations.toString());
    all.putArray("include").add(CONSOLE.toAbsolutePath() + "/**/*.js");
    return all;
  }
}
