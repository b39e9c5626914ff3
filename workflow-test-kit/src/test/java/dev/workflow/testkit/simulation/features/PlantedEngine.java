package dev.workflow.testkit.simulation.features;

import dev.workflow.WorkflowEngine;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * The engine with a fault planted into it: the changed classes are compiled from the changed
 * sources, and the engine and the simulation are loaded anew around them. Nothing in the engine
 * itself knows of it.
 */
final class PlantedEngine implements AutoCloseable {

  private static final Path SOURCES =
      Path.of(System.getProperty("basedir", "."), "..", "workflow-core", "src", "main", "java");

  private final Loader loader;

  /**
   * @param folder where the changed classes are put
   */
  PlantedEngine(Plant plant, Path folder) {
    compile(changed(plant), folder);
    List<URL> places = new ArrayList<>();
    places.add(url(folder));
    for (Class<?> one :
        List.of(WorkflowEngine.class, FeatureSimulation.class, PlantedEngine.class)) {
      places.add(one.getProtectionDomain().getCodeSource().getLocation());
    }
    this.loader = new Loader(places);
  }

  /** The changed sources, by file. */
  static Map<String, String> changed(Plant plant) {
    Map<String, String> changed = new HashMap<>();
    for (Plant.Edit edit : plant.edits()) {
      changed.put(
          edit.file(), edit.in(changed.computeIfAbsent(edit.file(), PlantedEngine::source)));
    }
    return changed;
  }

  private static String source(String file) {
    try {
      return Files.readString(SOURCES.resolve("dev/workflow").resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException("the engine's sources are needed to plant a fault", e);
    }
  }

  private static void compile(Map<String, String> sources, Path folder) {
    try {
      List<Path> files = new ArrayList<>();
      for (Map.Entry<String, String> source : sources.entrySet()) {
        Path file = folder.resolve("sources").resolve(source.getKey());
        Files.createDirectories(file.getParent());
        files.add(Files.writeString(file, source.getValue()));
      }
      JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
      StringWriter said = new StringWriter();
      try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
        List<String> options =
            List.of("-proc:none", "-nowarn", "-cp", classpath(), "-d", folder.toString());
        if (!compiler
            .getTask(said, manager, null, options, null, manager.getJavaFileObjectsFromPaths(files))
            .call()) {
          throw new AssertionError("the planted fault does not compile:\n" + said);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String classpath() {
    String real = System.getProperty("surefire.test.class.path", "");
    return real + File.pathSeparator + System.getProperty("java.class.path");
  }

  private static URL url(Path folder) {
    try {
      return folder.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** What a story found, as the classes outside know it. */
  record Found(long seed, String promise, String message) {}

  /** The first seed whose story finds the fault. */
  Optional<Found> find(long from, long to, boolean shortened) {
    try {
      Object found =
          loader
              .loadClass("dev.workflow.testkit.simulation.features.PlantedRun")
              .getMethod("find", long.class, long.class, boolean.class)
              .invoke(null, from, to, shortened);
      Object[] parts = (Object[]) found;
      return parts.length == 0
          ? Optional.empty()
          : Optional.of(new Found((long) parts[0], (String) parts[1], (String) parts[2]));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() throws IOException {
    loader.close();
  }

  /** Loads the engine and the simulation itself, and everything else as usual. */
  private static final class Loader extends URLClassLoader {

    Loader(List<URL> places) {
      super(places.toArray(URL[]::new), PlantedEngine.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.startsWith("dev.workflow.")) {
        return super.loadClass(name, resolve);
      }
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        return loaded == null ? findClass(name) : loaded;
      }
    }
  }
}
