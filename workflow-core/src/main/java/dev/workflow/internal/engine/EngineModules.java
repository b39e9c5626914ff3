package dev.workflow.internal.engine;

import dev.workflow.TenantId;
import dev.workflow.spi.OutboundMessage;
import dev.workflow.spi.store.InstanceChange.SideRows;
import dev.workflow.spi.store.InstanceKey;
import dev.workflow.spi.store.StoreTransaction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** All modules of an engine as one. Immutable and thread-safe. */
final class EngineModules {

  private final EngineModule[] modules;
  private final IntakeStep[] intake;

  EngineModules(List<EngineModule> modules) {
    this.modules = modules.toArray(EngineModule[]::new);
    this.intake =
        modules.stream()
            .map(EngineModule::intake)
            .filter(Objects::nonNull)
            .toArray(IntakeStep[]::new);
  }

  /** The same for a transaction of the host. */
  EngineModules inside(StoreTransaction transaction) {
    List<EngineModule> inside = new ArrayList<>(modules.length);
    each(module -> inside.add(module.inside(transaction)));
    return new EngineModules(inside);
  }

  /** The module of a type, if the engine has one. */
  <M> Optional<M> find(Class<M> type) {
    for (EngineModule module : modules) {
      if (type.isInstance(module)) {
        return Optional.of(type.cast(module));
      }
    }
    return Optional.empty();
  }

  List<BackgroundWork> background(BackgroundWork.Host host) {
    List<BackgroundWork> all = new ArrayList<>();
    for (EngineModule module : modules) {
      BackgroundWork work = module.background(host);
      if (work != null) {
        all.add(work);
      }
    }
    return List.copyOf(all);
  }

  Map<String, SetAsides.Kind> setAside() {
    Map<String, SetAsides.Kind> kinds = new HashMap<>();
    each(module -> kinds.putAll(module.setAside()));
    return kinds;
  }

  /** Whether a module does something about events of a type. */
  boolean concern(String eventType) {
    for (IntakeStep step : intake) {
      if (step.concerns(eventType)) {
        return true;
      }
    }
    return false;
  }

  /** The steps of an event's intake. */
  void accept(IncomingEvent event, Consumer<IntakeStep> taking) {
    for (IntakeStep step : intake) {
      if (step.concerns(event.event().type())) {
        taking.accept(step);
      }
    }
  }

  /** What writes the rows of all modules in one transaction. */
  SideRowWriter sideRows(StoreTransaction transaction) {
    List<SideRowWriter> writers = new ArrayList<>(modules.length);
    for (EngineModule module : modules) {
      SideRowWriter writer = module.sideRows(transaction);
      if (writer != null) {
        writers.add(writer);
      }
    }
    return writers.size() == 1 ? writers.get(0) : new All(writers);
  }

  private record All(List<SideRowWriter> writers) implements SideRowWriter {

    @Override
    public SideRows add(SideRows rows, InstanceUpdate change, Instant now) {
      SideRows all = rows;
      for (SideRowWriter writer : writers) {
        all = writer.add(all, change, now);
      }
      return all;
    }

    @Override
    public void flush() {
      writers.forEach(SideRowWriter::flush);
    }
  }

  void instancePaused(StoreTransaction transaction, InstanceKey instance, Instant now) {
    each(module -> module.instancePaused(transaction, instance, now));
  }

  void instanceResumed(StoreTransaction transaction, InstanceKey instance) {
    each(module -> module.instanceResumed(transaction, instance));
  }

  void workflowChanged(StoreTransaction transaction, TenantId tenant, String workflow) {
    each(module -> module.workflowChanged(transaction, tenant, workflow));
  }

  String recipient(Locale tenant, String channel, String written) {
    String recipient = written;
    for (EngineModule module : modules) {
      recipient = module.recipient(tenant, channel, recipient);
    }
    return recipient;
  }

  @Nullable String wrong(
      OutboundMessage message, Function<OutboundMessage, @Nullable String> sending) {
    for (EngineModule module : modules) {
      String wrong = module.wrong(message, sending);
      if (wrong != null) {
        return wrong;
      }
    }
    return null;
  }

  @Nullable String blocks(Throwable thrown) {
    for (EngineModule module : modules) {
      String reason = module.blocks(thrown);
      if (reason != null) {
        return reason;
      }
    }
    return null;
  }

  private void each(Consumer<EngineModule> deed) {
    for (EngineModule module : modules) {
      deed.accept(module);
    }
  }
}
