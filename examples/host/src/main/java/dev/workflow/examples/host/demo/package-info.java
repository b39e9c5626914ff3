/** The two tenants that the first start makes. */
@NullMarked
package dev.workflow.examples.host.demo;

import org.jspecify.annotations.NullMarked;
