/** The services that the engine hands out, except those about messages. */
@NullMarked
package dev.workflow.internal.service;

import org.jspecify.annotations.NullMarked;
