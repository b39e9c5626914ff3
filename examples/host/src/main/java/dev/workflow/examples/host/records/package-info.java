/** The host's records, as actions reach them. */
@NullMarked
package dev.workflow.examples.host.records;

import org.jspecify.annotations.NullMarked;
