/**
 * What messages say and whom they reach: named templates in several languages and for several
 * channels, addresses and recipients.
 */
@NullMarked
package dev.workflow.message;

import org.jspecify.annotations.NullMarked;
