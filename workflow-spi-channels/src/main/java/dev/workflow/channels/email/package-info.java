/** E-mail over SMTP. */
@NullMarked
package dev.workflow.channels.email;

import org.jspecify.annotations.NullMarked;
