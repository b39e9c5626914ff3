/**
 * What a durable store must do. Small interfaces by concern, batch-first; the contract tests of the
 * test kit define their behaviour. A store keeps rows and never interprets documents, journal
 * entries or conditions.
 */
@NullMarked
package dev.workflow.spi.store;

import org.jspecify.annotations.NullMarked;
