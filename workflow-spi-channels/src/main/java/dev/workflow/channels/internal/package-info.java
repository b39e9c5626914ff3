/** Shared by the packages of this module; no API. */
@NullMarked
package dev.workflow.channels.internal;

import org.jspecify.annotations.NullMarked;
