/**
 * What messages say and whom they reach: named templates in several languages and for several
 * channels, addresses and recipients, unsubscribe links, and what a message that came in is.
 */
@NullMarked
package dev.workflow.messaging;

import org.jspecify.annotations.NullMarked;
