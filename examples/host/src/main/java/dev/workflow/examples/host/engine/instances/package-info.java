/** Instances: find, look at, change. */
@NullMarked
package dev.workflow.examples.host.engine.instances;

import org.jspecify.annotations.NullMarked;
