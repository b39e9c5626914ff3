/** The engine behind a REST API: an application as our users build them, to be copied. */
@NullMarked
package dev.workflow.examples.host;

import org.jspecify.annotations.NullMarked;
