package dev.workflow.examples.host.engine.jobs;

import dev.workflow.TenantId;
import dev.workflow.WorkflowException;
import dev.workflow.examples.host.security.Caller;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Service;

/** Runs jobs, a few at a time. */
@Service
public class Jobs implements DisposableBean {

  private static final Logger log = LoggerFactory.getLogger(Jobs.class);
  private static final int AT_ONCE = 2;
  private static final long REPORT_MILLIS = 500;

  /** What a job does. */
  @FunctionalInterface
  public interface Work {
    void run(Progress progress) throws Exception;
  }

  /** Told by the work how far it is; throws {@link StoppedException} if it is to stop. */
  @FunctionalInterface
  public interface Progress {
    void report(long done, long refused, List<Job.Failure> failures);
  }

  /** Ends work that somebody stopped. */
  static final class StoppedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StoppedException() {
      super("stopped", null, false, false);
    }
  }

  private final JobTable table;
  private final ExecutorService threads =
      Executors.newFixedThreadPool(
          AT_ONCE,
          work -> {
            Thread thread = new Thread(work, "jobs");
            thread.setDaemon(true);
            return thread;
          });

  Jobs(JobTable table) {
    this.table = table;
  }

  /** Begins a job, and says where its progress is. */
  public ResponseEntity<Job> start(Caller caller, String kind, String what, Work work) {
    Instant now = Instant.now();
    Job job =
        new Job(
            UUID.randomUUID(),
            kind,
            what,
            Job.State.RUNNING,
            0,
            0,
            List.of(),
            null,
            caller.userId(),
            now,
            now);
    table.insert(caller.tenant(), job);
    threads.execute(() -> new Running(caller.tenant(), job).run(work));
    return ResponseEntity.accepted().location(URI.create("/api/v1/jobs/" + job.id())).body(job);
  }

  /** The caller's jobs that have changed since. */
  public List<Job> changed(Caller caller, Instant since) {
    return table.changed(caller.tenant(), caller.userId(), since);
  }

  /** A job on its thread. */
  private final class Running implements Progress {

    private final TenantId tenant;
    private Job job;
    private long reportedAt;

    Running(TenantId tenant, Job job) {
      this.tenant = tenant;
      this.job = job;
    }

    void run(Work work) {
      try {
        work.run(this);
        end(Job.State.DONE, null);
      } catch (StoppedException e) {
        end(Job.State.STOPPED, null);
      } catch (WorkflowException e) {
        end(Job.State.FAILED, e.getMessage());
      } catch (Exception e) {
        log.warn("Job {} of tenant {} failed", job.id(), tenant, e);
        end(Job.State.FAILED, "it failed unexpectedly; the log of the application says why");
      }
    }

    @Override
    public void report(long done, long refused, List<Job.Failure> failures) {
      job = with(Job.State.RUNNING, done, refused, failures, null);
      long now = System.nanoTime() / 1_000_000;
      if (now - reportedAt >= REPORT_MILLIS) {
        reportedAt = now;
        if (table.update(tenant, job)) {
          throw new StoppedException();
        }
      }
    }

    private void end(Job.State state, @Nullable String problem) {
      table.update(tenant, with(state, job.done(), job.refused(), job.failures(), problem));
    }

    private Job with(
        Job.State state,
        long done,
        long refused,
        List<Job.Failure> failures,
        @Nullable String problem) {
      return new Job(
          job.id(),
          job.kind(),
          job.what(),
          state,
          done,
          refused,
          List.copyOf(failures),
          problem,
          job.startedBy(),
          job.createdAt(),
          Instant.now());
    }
  }

  @Override
  public void destroy() {
    threads.shutdownNow();
  }
}
