/** What a store implements so that notification rules can be imported; no store has to. */
@NullMarked
package dev.workflow.ruleimport.spi;

import org.jspecify.annotations.NullMarked;
