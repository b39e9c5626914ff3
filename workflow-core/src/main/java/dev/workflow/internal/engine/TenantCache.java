package dev.workflow.internal.engine;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.workflow.NotFoundException;
import dev.workflow.TenantId;
import dev.workflow.internal.log.Log;
import dev.workflow.spi.TenantDirectory;
import dev.workflow.spi.TenantDirectory.Settings;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Caches the answers of the host's directory about tenants for a minute. A tenant for which it
 * throws, hangs or returns null is halted: the engine's own threads leave its work alone, and ask
 * again after a pause that grows from 5 seconds to a minute. They never wait for the directory
 * longer than 5 seconds, because others wait for them; a caller of the engine waits for its own
 * answer.
 *
 * <p>Thread-safe.
 */
public final class TenantCache {

  private static final Log log = Log.of(TenantCache.class);
  private static final Duration KEPT = Duration.ofMinutes(1);
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
  private static final ThreadLocal<Boolean> OF_ENGINE = ThreadLocal.withInitial(() -> false);

  /**
   * A tenant whose work is halted.
   *
   * @param askAgainAt when the directory is asked again
   */
  public record Halted(TenantId tenant, String reason, Instant since, Instant askAgainAt) {

    private Duration pause() {
      return Duration.between(since, askAgainAt);
    }
  }

  private final TenantDirectory directory;
  private final Supplier<Instant> now;
  private final Cache<TenantId, Settings> known =
      Caffeine.newBuilder().maximumSize(100_000).expireAfterWrite(KEPT).build();
  private final Map<TenantId, Halted> halted = new ConcurrentHashMap<>();
  private final Map<TenantId, FutureTask<Settings>> asked = new ConcurrentHashMap<>();

  TenantCache(TenantDirectory directory, Supplier<Instant> now) {
    this.directory = directory;
    this.now = now;
  }

  /** Does a piece of the engine's own work, during which others wait for this thread. */
  static <T> T working(Callable<T> work) {
    boolean before = OF_ENGINE.get();
    OF_ENGINE.set(true);
    try {
      return work.call();
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    } finally {
      OF_ENGINE.set(before);
    }
  }

  /**
   * The tenant's settings.
   *
   * @throws NotFoundException if the host does not know the tenant
   * @throws TenantFaultException if the host cannot say
   */
  Settings of(TenantId tenant) {
    Settings settings = known.getIfPresent(tenant);
    if (settings != null) {
      return settings;
    }
    Halted found = halted.get(tenant);
    if (OF_ENGINE.get() && found != null && now.get().isBefore(found.askAgainAt())) {
      throw new TenantFaultException(tenant, found.reason(), null);
    }
    try {
      settings = OF_ENGINE.get() ? askedElsewhere(tenant) : ask(tenant);
    } catch (NotFoundException e) {
      halted.remove(tenant);
      throw e;
    } catch (Throwable e) {
      throw halt(tenant, e);
    }
    known.put(tenant, settings);
    if (halted.remove(tenant) != null) {
      log.info("The work of tenant {} goes on: the host's TenantDirectory answers again", tenant);
    }
    return settings;
  }

  /** Whether a tenant's work is to be left alone; asks the host if it is not known. */
  public boolean isHalted(TenantId tenant) {
    if (known.getIfPresent(tenant) != null) {
      return false;
    }
    try {
      of(tenant);
      return false;
    } catch (NotFoundException e) {
      return false;
    } catch (TenantFaultException e) {
      return true;
    }
  }

  /**
   * Lets an operator's call pass for a halted tenant, and waits no longer for its directory than
   * the engine does.
   *
   * @throws NotFoundException if the host does not know the tenant
   */
  public void knownOrHalted(TenantId tenant) {
    working(
        () -> {
          try {
            of(tenant);
          } catch (TenantFaultException e) {
            log.debug("Tenant {} is halted; its operator may look", tenant, e);
          }
          return tenant;
        });
  }

  /** When the directory is asked again about a halted tenant. */
  public Instant askAgainAt(TenantId tenant) {
    Halted found = halted.get(tenant);
    return found == null ? now.get() : found.askAgainAt();
  }

  /** The tenants whose work is halted on this node. */
  public Map<TenantId, Halted> all() {
    return Map.copyOf(halted);
  }

  private TenantFaultException halt(TenantId tenant, Throwable fault) {
    String reason =
        fault instanceof TimeoutException
            ? "it has not answered within " + PATIENCE.toSeconds() + " s"
            : ResultCheck.reason(fault);
    Instant time = now.get();
    Halted before = halted.get(tenant);
    Duration pause = before == null ? FIRST_PAUSE : before.pause().multipliedBy(2);
    if (pause.compareTo(LONGEST_PAUSE) > 0) {
      pause = LONGEST_PAUSE;
    }
    halted.put(tenant, new Halted(tenant, reason, time, time.plus(pause)));
    if (before == null) {
      log.warn("The work of tenant {} is halted: {}", tenant, reason, fault);
    }
    return new TenantFaultException(tenant, reason, fault);
  }

  private Settings ask(TenantId tenant) {
    Optional<Settings> found = directory.find(tenant);
    if (found == null) {
      throw new IllegalStateException("it returned null");
    }
    return found.orElseThrow(
        () ->
            new NotFoundException(
                "tenant \"" + tenant + "\" is unknown to the host's TenantDirectory"));
  }

  /** One thread waits for each tenant that hangs, however often it is asked for. */
  private Settings askedElsewhere(TenantId tenant) throws Throwable {
    FutureTask<Settings> own = new FutureTask<>(() -> ask(tenant));
    FutureTask<Settings> answer =
        asked.merge(tenant, own, (before, next) -> before.isDone() ? next : before);
    if (answer == own) {
      Thread thread =
          new Thread(
              () -> {
                try {
                  own.run();
                } finally {
                  asked.remove(tenant, own);
                }
              },
              "workflow-tenants");
      thread.setDaemon(true);
      thread.start();
    }
    try {
      return answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      answer.cancel(true);
      asked.remove(tenant, answer);
      throw e;
    } catch (ExecutionException e) {
      throw cause(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw e;
    }
  }

  private static Throwable cause(ExecutionException e) {
    @Nullable Throwable cause = e.getCause();
    return cause == null ? e : cause;
  }
}
