/** Text messages through an API in the form of Twilio's. */
@NullMarked
package dev.workflow.channels.sms;

import org.jspecify.annotations.NullMarked;
