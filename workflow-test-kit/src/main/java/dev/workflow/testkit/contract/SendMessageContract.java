package dev.workflow.testkit.contract;

/** Messages on several channels. */
public abstract class SendMessageContract extends EngineContract {}
