package dev.workflow.internal.engine;

import dev.workflow.WorkflowException;
import dev.workflow.internal.log.Log;
import dev.workflow.spi.ActionHandler;
import dev.workflow.spi.ChannelSender;
import dev.workflow.spi.TaskProvider;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The plug-ins of one kind, by name: those the host registered, those found through {@code
 * META-INF/services}, and those that are built in. A registered one wins over a found one, a found
 * one over a built-in one; two registered or two found ones of one name are refused. Immutable and
 * thread-safe.
 */
public final class Handlers<T> {

  private static final Log log = Log.of(Handlers.class);

  private final Map<String, T> byName;

  /** The same, to find one quickly. */
  private final Map<String, T> index;

  private Handlers(Map<String, T> byName) {
    this.byName = Collections.unmodifiableMap(byName);
    this.index = Map.copyOf(byName);
  }

  /** The action handlers of an engine. */
  public static Handlers<ActionHandler> actions(
      Collection<? extends ActionHandler> builtIn, Collection<? extends ActionHandler> registered) {
    return of(ActionHandler.class, ActionHandler::type, builtIn, registered);
  }

  /** The channel senders of an engine. */
  public static Handlers<ChannelSender> senders(Collection<? extends ChannelSender> registered) {
    return of(ChannelSender.class, ChannelSender::channel, java.util.List.of(), registered);
  }

  /** The providers of one kind, those that are built in left out. */
  public static <P extends TaskProvider<?>> Handlers<P> providers(
      Class<P> kind, Collection<? extends P> registered) {
    return of(kind, TaskProvider::name, java.util.List.of(), registered);
  }

  /** Exactly these: nothing is looked for. */
  public static <T> Handlers<T> only(Map<String, T> byName) {
    return new Handlers<>(new TreeMap<>(byName));
  }

  private static <T> Handlers<T> of(
      Class<T> kind,
      Function<T, String> name,
      Collection<? extends T> builtIn,
      Collection<? extends T> registered) {
    Map<String, T> all = unique(kind, name, builtIn.iterator(), "built in");
    Map<String, T> found =
        unique(kind, name, ServiceLoader.load(kind).iterator(), "found through META-INF/services");
    if (!found.isEmpty()) {
      log.info(
          "Found {}: {}",
          kind.getSimpleName(),
          found.entrySet().stream()
              .map(entry -> entry.getKey() + " (" + source(entry.getValue()) + ")")
              .collect(Collectors.joining(", ")));
    }
    all.putAll(found);
    all.putAll(unique(kind, name, registered.iterator(), "registered"));
    return new Handlers<>(all);
  }

  private static <T> Map<String, T> unique(
      Class<T> kind, Function<T, String> name, Iterator<? extends T> plugins, String how) {
    Map<String, T> unique = new TreeMap<>();
    try {
      while (plugins.hasNext()) {
        T plugin = plugins.next();
        String key = name.apply(plugin);
        if (key == null || key.isBlank()) {
          throw new WorkflowException(
              plugin.getClass().getName()
                  + " gives no name; every "
                  + kind.getSimpleName()
                  + " must");
        }
        T other = unique.putIfAbsent(key, plugin);
        if (other != null) {
          throw new WorkflowException(
              "two "
                  + kind.getSimpleName()
                  + "s "
                  + how
                  + " are called \""
                  + key
                  + "\": "
                  + source(other)
                  + " and "
                  + source(plugin)
                  + "; remove one of them");
        }
      }
    } catch (ServiceConfigurationError e) {
      throw new WorkflowException(
          "a "
              + kind.getSimpleName()
              + " named in META-INF/services cannot be loaded: "
              + e.getMessage(),
          e);
    }
    return unique;
  }

  private static String source(Object plugin) {
    Class<?> type = plugin.getClass();
    var code = type.getProtectionDomain().getCodeSource();
    return type.getName() + (code == null ? "" : " from " + code.getLocation());
  }

  /**
   * The same with one of the engine's own, which nobody replaces.
   *
   * @throws WorkflowException if the host has one of its name
   */
  public Handlers<T> and(String name, T own) {
    Map<String, T> all = new TreeMap<>(byName);
    T other = all.putIfAbsent(name, own);
    if (other != null) {
      throw new WorkflowException(
          "\"" + name + "\" is a name of the engine's own; " + source(other) + " needs another");
    }
    return new Handlers<>(all);
  }

  public @Nullable T find(String name) {
    return index.get(name);
  }

  public Map<String, T> all() {
    return byName;
  }
}
