package dev.workflow;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAnnotation;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What is public outside of the internal packages is API, or public for the packages above it: a
 * page or a public signature says so.
 */
class PublicTypesTest {

  private static final Path DOCS = Path.of("..", "docs");
  private static final Pattern WORDS = Pattern.compile("\\W+");

  private static final Pattern THROWS = Pattern.compile("@throws (?:\\w+\\.)*(\\w+)");

  private static final JavaClasses MAIN =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.workflow");

  @Test
  void every_public_type_is_named_by_a_page_or_a_public_signature() {
    Set<JavaClass> api =
        MAIN.stream().filter(PublicTypesTest::isApi).collect(toCollection(HashSet::new));
    Set<String> words = wordsOfPages();
    words.addAll(thrownByApi());
    Set<JavaClass> named = new HashSet<>();
    for (JavaClass type : api) {
      JavaClass own = outermost(type);
      signatures(type)
          .map(PublicTypesTest::outermost)
          .filter(Predicate.not(own::equals))
          .forEach(named::add);
    }
    Set<String> unnamed =
        api.stream()
            .filter(type -> type.equals(outermost(type)))
            .filter(Predicate.not(named::contains))
            .filter(type -> !words.contains(type.getSimpleName()))
            .map(JavaClass::getName)
            .collect(toCollection(TreeSet::new));

    assertThat(unnamed).as("public types that nobody names").isEmpty();
  }

  private static boolean isApi(JavaClass type) {
    return !("." + type.getPackageName() + ".").contains(".internal.")
        && !type.getSimpleName().isEmpty()
        && !type.getSimpleName().equals("package-info")
        && Stream.iterate(type, one -> one.getEnclosingClass().orElse(null))
            .takeWhile(one -> one != null)
            .allMatch(one -> one.getModifiers().contains(JavaModifier.PUBLIC));
  }

  private static JavaClass outermost(JavaClass type) {
    return type.getEnclosingClass().map(PublicTypesTest::outermost).orElse(type);
  }

  /** What whoever sees the type sees with it. */
  private static Stream<JavaClass> signatures(JavaClass type) {
    Stream<JavaClass> above =
        Stream.concat(type.getSuperclass().stream(), type.getInterfaces().stream())
            .flatMap(one -> one.getAllInvolvedRawTypes().stream());
    Stream<JavaClass> members =
        type.getMembers().stream()
            .filter(PublicTypesTest::isVisible)
            .flatMap(PublicTypesTest::involved);
    Stream<JavaClass> annotations = type.getAnnotations().stream().map(JavaAnnotation::getRawType);
    return Stream.of(above, members, annotations).flatMap(one -> one);
  }

  private static boolean isVisible(JavaMember member) {
    return member.getModifiers().contains(JavaModifier.PUBLIC)
        || member.getModifiers().contains(JavaModifier.PROTECTED);
  }

  private static Stream<JavaClass> involved(JavaMember member) {
    if (member instanceof JavaCodeUnit unit) {
      return Stream.concat(
          unit.getAllInvolvedRawTypes().stream(), unit.getThrowsClause().getTypes().stream());
    }
    return member instanceof JavaField field
        ? field.getAllInvolvedRawTypes().stream()
        : Stream.of();
  }

  /** Of unchecked exceptions, the Javadoc says who throws them. */
  private static Set<String> thrownByApi() {
    try (Stream<Path> sources = Files.walk(Path.of("src", "main", "java"))) {
      Set<String> names = new HashSet<>();
      for (Path source :
          sources
              .filter(path -> path.toString().endsWith(".java"))
              .filter(path -> !path.toString().contains("internal"))
              .toList()) {
        THROWS.matcher(Files.readString(source)).results().forEach(one -> names.add(one.group(1)));
      }
      return names;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Set<String> wordsOfPages() {
    try (Stream<Path> pages = Files.walk(DOCS)) {
      Set<String> words = new HashSet<>();
      for (Path page :
          pages
              .filter(path -> path.toString().endsWith(".md"))
              .filter(path -> !path.toString().contains("adr"))
              .toList()) {
        WORDS.splitAsStream(Files.readString(page)).forEach(words::add);
      }
      return words;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
