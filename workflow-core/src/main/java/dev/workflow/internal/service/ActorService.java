package dev.workflow.internal.service;

import dev.workflow.Actor;
import dev.workflow.InvalidInputException;
import dev.workflow.Page;
import dev.workflow.Problem;
import dev.workflow.Problems;
import dev.workflow.TenantId;
import dev.workflow.internal.engine.DirectoryCache;
import dev.workflow.internal.engine.EngineContext;
import dev.workflow.internal.engine.Substitutions;
import dev.workflow.internal.engine.Transactions;
import dev.workflow.internal.input.Cursors;
import dev.workflow.internal.text.Limits;
import dev.workflow.internal.text.Persons;
import dev.workflow.operations.Actors;
import dev.workflow.spi.store.ActorRows.SubstitutionRow;
import dev.workflow.spi.store.StoreTransaction;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

public final class ActorService implements Actors {

  private static final String CURSOR = "absences";

  private final Transactions transactions;

  public ActorService(Transactions transactions) {
    this.transactions = transactions;
  }

  @Override
  public void changed(TenantId tenant) {
    transactions.engine().tenant(tenant);
    transactions.transact(
        transaction -> {
          transaction.actors().raise(tenant);
          return tenant;
        });
    transactions.engine().actors().changed(tenant);
  }

  @Override
  public int changed(TenantId tenant, Actor actor) {
    changed(tenant);
    return new Dismissals(transactions).of(tenant, actor);
  }

  @Override
  public Absence absence(
      TenantId tenant, Actor actor, Instant from, Instant to, @Nullable Actor substitute) {
    transactions.engine().tenant(tenant);
    check(actor, from, to, substitute);
    SubstitutionRow row =
        new SubstitutionRow(
            tenant,
            EngineContext.newInstanceId().value(),
            actor.id(),
            from.truncatedTo(ChronoUnit.MICROS),
            to.truncatedTo(ChronoUnit.MICROS),
            substitute == null ? null : substitute.id());
    transactions.transact(transaction -> put(transaction, row));
    transactions.engine().actors().changed(tenant);
    return absence(row);
  }

  private static void check(Actor actor, Instant from, Instant to, @Nullable Actor substitute) {
    Problems problems = Problems.none();
    time(problems.at("from"), from);
    time(problems.at("to"), to);
    if (!from.isBefore(to)) {
      problems.at("to").add("is " + to + ", which is not after its begin " + from);
    }
    person(problems.at("actor"), actor);
    if (substitute != null) {
      person(problems.at("substitute"), substitute);
    }
    if (actor.equals(substitute)) {
      problems.at("substitute").add("is the one who is away");
    }
    problems.throwIfAny(list -> new InvalidInputException("The absence", list));
  }

  private static void time(Problems problems, Instant time) {
    String wrong = Limits.wrongTime(time);
    if (wrong != null) {
      problems.add(wrong);
    }
  }

  private static void person(Problems problems, Actor actor) {
    if (actor.equals(Actor.ENGINE)) {
      problems.add(Persons.wrong(actor));
    }
  }

  /** The revision is raised first: of several absences at once each sees those before it. */
  private SubstitutionRow put(StoreTransaction transaction, SubstitutionRow row) {
    transaction.actors().raise(row.tenant());
    int most = DirectoryCache.MOST_ABSENCES;
    List<SubstitutionRow> known =
        transaction
            .actors()
            .substitutions(row.tenant(), transactions.engine().now(), null, null, most);
    Problem problem =
        known.size() >= most
            ? new Problem(
                "",
                "the tenant has " + most + " absences that have not ended; more are not allowed")
            : new Substitutions(known).problem(row);
    if (problem != null) {
      throw new InvalidInputException("The absence", List.of(problem));
    }
    transaction.actors().put(row);
    return row;
  }

  @Override
  public boolean removeAbsence(TenantId tenant, UUID id) {
    transactions.engine().tenant(tenant);
    boolean removed =
        transactions.transact(
            transaction -> {
              boolean some = transaction.actors().deleteSubstitution(tenant, id);
              if (some) {
                transaction.actors().raise(tenant);
              }
              return some;
            });
    transactions.engine().actors().changed(tenant);
    return removed;
  }

  @Override
  public Page<Absence> absences(
      TenantId tenant, @Nullable Actor actor, @Nullable String cursor, int limit) {
    transactions.engine().tenant(tenant);
    int most = Cursors.limit(limit);
    UUID after =
        cursor == null ? null : Cursors.read(CURSOR, cursor, 1, parts -> UUID.fromString(parts[0]));
    List<SubstitutionRow> rows =
        transactions.transact(
            transaction ->
                transaction
                    .actors()
                    .substitutions(
                        tenant,
                        transactions.engine().now(),
                        actor == null ? null : actor.id(),
                        after,
                        most));
    return new Page<>(
        rows.stream().map(ActorService::absence).toList(),
        Cursors.next(rows, most, row -> Cursors.of(CURSOR, row.id().toString())));
  }

  private static Absence absence(SubstitutionRow row) {
    return new Absence(
        row.id(),
        Actor.of(row.actor()),
        row.from(),
        row.to(),
        row.substitute() == null ? null : Actor.of(row.substitute()));
  }
}
