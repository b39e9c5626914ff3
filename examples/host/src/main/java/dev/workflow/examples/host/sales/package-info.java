/** The notification rules of an organisation, and its leads and quotes with their workflows. */
@NullMarked
package dev.workflow.examples.host.sales;

import org.jspecify.annotations.NullMarked;
