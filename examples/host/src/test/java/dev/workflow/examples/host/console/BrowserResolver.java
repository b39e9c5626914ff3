package dev.workflow.examples.host.console;

import java.util.Optional;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives the one browser of a run of tests; it is closed after the last of them. */
final class BrowserResolver implements ParameterResolver {

  /** What is closed at the end. */
  private record Opened(Optional<Browser> browser) implements AutoCloseable {
    @Override
    public void close() {
      browser.ifPresent(Browser::close);
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
    return parameter.getParameter().getType().equals(Optional.class);
  }

  @Override
  public Optional<Browser> resolveParameter(ParameterContext parameter, ExtensionContext test) {
    return test.getRoot()
        .getStore(ExtensionContext.Namespace.create(BrowserResolver.class))
        .computeIfAbsent(Browser.class, key -> new Opened(Browser.find()), Opened.class)
        .browser();
  }
}
