/**
 * What the engine needs of a store, as tests. Who writes a store extends {@link
 * dev.workflow.testkit.store.WorkflowStoreContract} (what every store must do) or {@link
 * dev.workflow.testkit.store.FullStoreContract} (the optional concerns too) and gives an empty
 * store for each test.
 */
@NullUnmarked
package dev.workflow.testkit.store;

import org.jspecify.annotations.NullUnmarked;
