/** Messages that come in: replies, mail that came back, reports of abuse. */
@NullMarked
package dev.workflow.messaging.internal.inbound;

import org.jspecify.annotations.NullMarked;
