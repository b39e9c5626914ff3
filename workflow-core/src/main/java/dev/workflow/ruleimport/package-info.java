/**
 * Optional: brings a table of notification rules of an older system over into workflows, and keeps
 * the commercial terms of its quotes. It needs a store that keeps {@link
 * dev.workflow.ruleimport.spi.ImportedRuleRows}.
 */
@NullMarked
package dev.workflow.ruleimport;

import org.jspecify.annotations.NullMarked;
