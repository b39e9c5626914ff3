/**
 * Signatures of callbacks: plain functions from the headers and the raw bytes of a body to a
 * result, for any web framework.
 */
@NullMarked
package dev.workflow.channels.signature;

import org.jspecify.annotations.NullMarked;
