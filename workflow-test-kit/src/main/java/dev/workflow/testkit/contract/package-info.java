/**
 * What the engine promises, as tests that every store must pass. Extend each class and say which
 * store.
 */
@NullUnmarked
package dev.workflow.testkit.contract;

import org.jspecify.annotations.NullUnmarked;
