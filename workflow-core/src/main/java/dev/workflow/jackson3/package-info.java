/** The engine's JSON trees for applications that read and write JSON with Jackson 3. */
@NullMarked
package dev.workflow.jackson3;

import org.jspecify.annotations.NullMarked;
