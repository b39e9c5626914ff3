package dev.workflow.testkit.contract;

/** Whom messages reach. */
public abstract class RecipientsContract extends EngineContract {}
