/** What a host application implements: handlers, senders, directories, gateways and stores. */
@NullMarked
package dev.workflow.spi;

import org.jspecify.annotations.NullMarked;
