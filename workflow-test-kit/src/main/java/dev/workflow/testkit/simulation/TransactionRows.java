package dev.workflow.testkit.simulation;

/** The simulated host's own table: what a transactional handler writes. */
@FunctionalInterface
interface TransactionRows {

  void insert(String idempotencyKey);
}
