/**
 * What signature, document and payment providers post, read into what the engine takes: for the
 * {@code read} of a provider of the host's.
 */
@NullMarked
package dev.workflow.channels.provider;

import org.jspecify.annotations.NullMarked;
