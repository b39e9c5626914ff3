package dev.workflow.internal.service;

import dev.workflow.Actors;
import dev.workflow.TenantId;
import dev.workflow.internal.engine.Transactions;

public final class ActorService implements Actors {

  private final Transactions transactions;

  public ActorService(Transactions transactions) {
    this.transactions = transactions;
  }

  @Override
  public void changed(TenantId tenant) {
    transactions.engine().tenant(tenant);
    transactions.query(
        transaction -> {
          transaction.actors().raise(tenant);
          return tenant;
        });
    transactions.engine().actors().changed(tenant);
  }
}
