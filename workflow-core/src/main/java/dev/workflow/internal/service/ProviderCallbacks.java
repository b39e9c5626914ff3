package dev.workflow.internal.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Actor;
import dev.workflow.InstanceId;
import dev.workflow.InvalidInputException;
import dev.workflow.Json;
import dev.workflow.NotFoundException;
import dev.workflow.Problem;
import dev.workflow.Problems;
import dev.workflow.TenantId;
import dev.workflow.WorkflowException;
import dev.workflow.action.ProviderAction;
import dev.workflow.definition.Step;
import dev.workflow.instance.InstanceState;
import dev.workflow.instance.StepState;
import dev.workflow.internal.decide.Command;
import dev.workflow.internal.decide.Commands;
import dev.workflow.internal.decide.InstanceInput;
import dev.workflow.internal.decide.StepKey;
import dev.workflow.internal.decide.StepRun;
import dev.workflow.internal.engine.CommandContext;
import dev.workflow.internal.engine.Transactions;
import dev.workflow.internal.log.Log;
import dev.workflow.spi.ProviderCall;
import dev.workflow.spi.ProviderReport;
import dev.workflow.spi.ProviderSession;
import dev.workflow.spi.TaskProvider;
import dev.workflow.task.ProviderReceipt;
import dev.workflow.task.ProviderReceipt.Result;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Takes what providers call back. The row of the instance is locked meanwhile, so that a callback
 * and all else that could end its step follow one another.
 */
final class ProviderCallbacks {

  private static final Log log = Log.of(ProviderCallbacks.class);

  private static final int SHOWN = 300;

  private final Transactions transactions;
  private final TaskPermits permits;

  ProviderCallbacks(Transactions transactions, TaskPermits permits) {
    this.transactions = transactions;
    this.permits = permits;
  }

  /** What a provider said of a session. */
  private record Said(
      ProviderAction<?> action,
      String provider,
      InstanceId instance,
      StepKey step,
      String session,
      @Nullable ObjectNode answer,
      @Nullable String failure) {

    /** What the handler makes a result of. */
    ObjectNode payload() {
      return answer == null
          ? action.failed(session, String.valueOf(failure))
          : action.answered(session, answer);
    }

    String key() {
      return action.correlation(provider, session);
    }
  }

  ProviderReceipt take(TenantId tenant, ProviderCall call) {
    transactions.engine().tenant(tenant);
    ProviderReceipt receipt = receipt(tenant, call);
    if (receipt.status() != 200) {
      log.warn("A callback to {} is {}: {}", call, receipt.result(), receipt.message());
    }
    return receipt;
  }

  private ProviderReceipt receipt(TenantId tenant, ProviderCall call) {
    if (!(transactions.engine().actions().find(call.action())
        instanceof ProviderAction<?> action)) {
      throw new NotFoundException(
          "the action \"" + cut(call.action()) + "\" has no providers here");
    }
    TaskProvider<?> provider = action.provider(call.provider());
    if (provider == null) {
      throw new NotFoundException(
          "there is no provider \""
              + cut(call.provider())
              + "\" for "
              + call.action()
              + "; there are "
              + String.join(", ", action.providers()));
    }
    if (call.body().length > ProviderCall.MAX_BYTES) {
      throw new InvalidInputException(
          "The callback",
          List.of(
              new Problem(
                  "",
                  "has "
                      + call.body().length
                      + " bytes; at most "
                      + ProviderCall.MAX_BYTES
                      + " are read")));
    }
    ProviderReport report = read(provider, call);
    if (report instanceof ProviderReport.Forged forged) {
      return nothing(Result.FORGED, forged.reason());
    } else if (report instanceof ProviderReport.Unreadable unreadable) {
      return nothing(Result.UNREADABLE, unreadable.reason());
    } else if (report instanceof ProviderReport.Ignored ignored) {
      return nothing(Result.IGNORED, ignored.reason());
    } else if (report instanceof ProviderReport.Done done) {
      return said(tenant, action, call, done.reference(), done.session(), done.answer(), null);
    }
    ProviderReport.Failed failed = (ProviderReport.Failed) report;
    String reason = failed.reason().isBlank() ? "failed" : cut(failed.reason());
    return said(tenant, action, call, failed.reference(), failed.session(), null, reason);
  }

  private static ProviderReport read(TaskProvider<?> provider, ProviderCall call) {
    ProviderReport report;
    try {
      report = provider.read(call);
    } catch (WorkflowException e) {
      throw e;
    } catch (Exception e) {
      throw new WorkflowException(
          "the provider \"" + provider.name() + "\" could not read a callback: " + e.getMessage(),
          e);
    }
    if (report == null) {
      throw new WorkflowException(
          "the provider \"" + provider.name() + "\" read null from a callback");
    }
    return report;
  }

  /** What somebody else wrote, on one line and in a length that can be stored. */
  private static String cut(String text) {
    String line = text.replaceAll("[\\p{Cntrl}\\p{Cs}]", " ").strip();
    return line.length() <= SHOWN ? line : line.substring(0, SHOWN) + "…";
  }

  private static ProviderReceipt nothing(Result result, String reason) {
    return new ProviderReceipt(result, null, null, cut(reason));
  }

  private ProviderReceipt said(
      TenantId tenant,
      ProviderAction<?> action,
      ProviderCall call,
      String reference,
      String session,
      @Nullable ObjectNode answer,
      @Nullable String failure) {
    Problems problems = Problems.none();
    if (answer != null) {
      Json.check(answer, transactions.engine().options().maxDataBytes(), problems);
    }
    if (!problems.isEmpty()) {
      return nothing(Result.UNREADABLE, "the answer " + problems.list().get(0).message());
    }
    Said said;
    try {
      int colon = reference.indexOf(':');
      said =
          new Said(
              action,
              call.provider(),
              InstanceId.parse(reference.substring(0, Math.max(0, colon))),
              StepKey.parse(reference.substring(colon + 1)),
              session,
              answer,
              failure);
    } catch (RuntimeException e) {
      return nothing(
          Result.UNKNOWN, "the reference \"" + cut(reference) + "\" is none of this engine's");
    }
    try {
      return transactions.changeAlone(work -> take(work.lock(tenant, said.instance), said));
    } catch (NotFoundException e) {
      return nothing(Result.UNKNOWN, String.valueOf(e.getMessage()));
    }
  }

  private ProviderReceipt take(CommandContext.Locked locked, Said said) {
    Step step = locked.tree().node(said.step).step();
    if (!(step instanceof Step.Action action) || !action.type().equals(said.action.type())) {
      return receipt(Result.UNKNOWN, said, "the step is no " + said.action.type());
    }
    StepRun run = locked.snapshot().step(said.step);
    if (run.state() == StepState.PENDING) {
      return receipt(Result.REFUSED, said, "the step has not begun, so it has no session");
    } else if (!run.state().open() || locked.snapshot().state().ended()) {
      return ended(run, said);
    } else if (!Commands.waits(run)) {
      return early(locked, run, said);
    }
    String wrong = wrongSession(run, said);
    if (wrong != null) {
      return receipt(Result.REFUSED, said, wrong);
    } else if (locked.snapshot().state() == InstanceState.PAUSED) {
      locked.handle(new InstanceInput.EarlyAnswer(said.step, kept(said)));
      return receipt(Result.KEPT, said, "the instance is paused; it counts when that is over");
    }
    permits.requireState(
        Command.COMPLETE, new TaskPermits.Target(locked.tree(), locked.snapshot(), said.step));
    return answer(locked, said);
  }

  private static ProviderReceipt answer(CommandContext.Locked locked, Said said) {
    try {
      locked.answer(said.step, Actor.ENGINE, new CommandContext.TaskAnswer.Done(said.payload()));
    } catch (InvalidInputException e) {
      return receipt(
          Result.REFUSED,
          said,
          e.problems().stream().map(Problem::toString).collect(Collectors.joining("; ")));
    }
    StepRun run = locked.snapshot().step(said.step);
    return run.state() == StepState.COMPLETED
        ? receipt(Result.COMPLETED, said, "the step is COMPLETED")
        : receipt(Result.FAILED, said, "the step is " + run.state() + ": " + run.reason());
  }

  /** Kept with the step until it is recorded what it waits for. */
  private static ProviderReceipt early(CommandContext.Locked locked, StepRun run, Said said) {
    ObjectNode answer = kept(said);
    JsonNode before = run.memory().answer();
    if (before == null) {
      locked.handle(new InstanceInput.EarlyAnswer(said.step, answer));
      return receipt(Result.KEPT, said, "the step is not recorded as waiting yet");
    }
    boolean same =
        said.key().equals(before.path("key").textValue())
            && said.payload().equals(before.path("payload"));
    return same
        ? receipt(Result.REPEATED, said, "it is kept already")
        : receipt(Result.REFUSED, said, "another callback came first and is kept");
  }

  private static ObjectNode kept(Said said) {
    ObjectNode answer = Json.object().put("key", said.key());
    answer.set("payload", said.payload());
    return answer;
  }

  private static @Nullable String wrongSession(StepRun run, Said said) {
    JsonNode output = run.output() == null ? Json.object() : run.output();
    ProviderSession session = said.action.session(output);
    String provider = output.path("provider").asText();
    if (session == null || !provider.equals(said.provider)) {
      return "the step has its session at \"" + provider + "\", not at \"" + said.provider + "\"";
    }
    return session.id().equals(said.session)
        ? null
        : "the session \"" + cut(said.session) + "\" is not the step's; that is " + session.id();
  }

  private static ProviderReceipt ended(StepRun run, Said said) {
    JsonNode output = run.output() == null ? Json.object() : run.output();
    boolean done = said.answer != null && said.action.byProvider(output);
    boolean failed = run.state() == StepState.FAILED && Objects.equals(run.reason(), said.failure);
    if ((done || failed) && wrongSession(run, said) == null) {
      return receipt(Result.REPEATED, said, "it came before: the step is " + run.state());
    }
    return receipt(
        Result.ENDED,
        said,
        "the step is "
            + run.state()
            + (run.endedAt() == null ? "" : " since " + run.endedAt())
            + (run.claimedBy() == null ? "" : " by " + run.claimedBy())
            + (run.reason() == null ? "" : ": " + run.reason()));
  }

  private static ProviderReceipt receipt(Result result, Said said, String message) {
    return new ProviderReceipt(
        result,
        said.instance,
        said.step.toString(),
        "step \"" + said.step + "\" of instance " + said.instance + ": " + message);
  }
}
