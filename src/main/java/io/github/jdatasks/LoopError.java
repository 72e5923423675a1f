package io.github.jdatasks;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes a method of a {@link LoopCog} the handler for failures of its loops.
 *
 * <p>It is called on a worker thread, once for each run, before-hook or schedule of your own that has failed for good,
 * may block, and returns nothing. It may take the error and what the method of a {@link Loop} may take, in any order,
 * and may end the loop by calling {@link LoopTask#stop()}.
 *
 * <p>A method that takes a subtype of {@link Throwable} is called only for errors of that type, as they are: the cause
 * of another error does not count. A loop may have several methods for different types, of which the most specific that
 * fits is called, and no other; those that name the loop go before those that name none. If none fits, none is called.
 * To take no error is the same as to take any {@code Throwable}. Two methods for the same loop and type are a mistake.
 *
 * <pre>{@code
 * @LoopError("sync")
 * void databaseIsGone(SQLNonTransientException error, LoopTask sync) { sync.stop(); }
 *
 * @LoopError                                           // all other errors of "sync", all errors of other loops
 * void failed(Throwable error, LoopContext run) { … }
 * }</pre>
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
public @interface LoopError {
    /** {@return the names of the loops; empty for every loop, for errors that none of its own methods takes} */
    String[] value() default {};
}
