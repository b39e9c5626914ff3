/** WhatsApp through Meta's Cloud API. */
@NullMarked
package dev.workflow.channels.whatsapp;

import org.jspecify.annotations.NullMarked;
