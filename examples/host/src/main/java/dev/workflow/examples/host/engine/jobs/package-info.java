/** Work that takes longer than a request. */
@NullMarked
package dev.workflow.examples.host.engine.jobs;

import org.jspecify.annotations.NullMarked;
