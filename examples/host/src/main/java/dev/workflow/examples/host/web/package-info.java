/** What all routes have in common: errors, pages, ETags, idempotency keys, JSON. */
@NullMarked
package dev.workflow.examples.host.web;

import org.jspecify.annotations.NullMarked;
