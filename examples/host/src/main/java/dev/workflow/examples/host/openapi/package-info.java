/** The OpenAPI document, made from the code. */
@NullMarked
package dev.workflow.examples.host.openapi;

import org.jspecify.annotations.NullMarked;
