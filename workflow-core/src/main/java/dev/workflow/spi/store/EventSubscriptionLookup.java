package dev.workflow.spi.store;

import dev.workflow.TenantId;

/** The subscriptions that an event looks for: those of its type with one key. */
public record EventSubscriptionLookup(TenantId tenant, String eventType, String key) {}
