/** Phone numbers as people write them, in the one form that providers take. */
@NullMarked
package dev.workflow.channels.phone;

import org.jspecify.annotations.NullMarked;
