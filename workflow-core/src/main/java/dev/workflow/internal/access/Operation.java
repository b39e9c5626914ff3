package dev.workflow.internal.access;

import dev.workflow.spi.AccessPolicy.Right;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What an operation asks for.
 *
 * @param right what its principal has to have
 * @param targets on what
 * @param each what one element of its answer is about: who lacks the right on all of them gets
 *     those on which they have it; null: they get none, and are refused
 * @param ofSomebody whether the person it names is whom it is about, instead of who acts: about
 *     themselves everybody may
 */
record Operation(
    Right right,
    Targets.Finding targets,
    @Nullable Function<Object, Target> each,
    boolean ofSomebody) {}
