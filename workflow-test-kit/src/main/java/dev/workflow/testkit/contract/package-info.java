/**
 * What the engine promises, as tests that every store must pass. Extend each class and say which
 * store.
 */
@NullMarked
package dev.workflow.testkit.contract;

import org.jspecify.annotations.NullMarked;
