package dev.workflow.spi.store;

import dev.workflow.TenantId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One time at which a workflow was enabled or disabled, whichever its versions are.
 *
 * @param enabled null: from then on its document says whether it is
 * @param by who did so
 * @param reason why, for people
 */
public record WorkflowSwitchRow(
    TenantId tenant,
    String key,
    @Nullable Boolean enabled,
    Instant at,
    String by,
    @Nullable String reason) {}
