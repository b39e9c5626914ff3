package dev.workflow.spi.store;

import dev.workflow.TenantId;

/** What an event looks for: subscriptions of its type with one key. */
public record EventSubscriptionLookup(TenantId tenant, String eventType, String key) {}
