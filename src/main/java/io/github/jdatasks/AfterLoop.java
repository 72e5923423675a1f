package io.github.jdatasks;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes a method of a {@link LoopCog} run once at the end of each life of a loop, however it ends.
 *
 * <p>It is called on a worker thread, may block, has the parameters of a {@link Loop} method, and returns nothing.
 * Ask {@link LoopTask#isBeingCancelled()} whether the loop was cancelled, unloaded or shut down: there may be work
 * to save. It also runs if the life ends before its before-hook did, so it must not rely on what that sets up. A method
 * that takes the {@link net.dv8tion.jda.api.JDA} cannot be called once that has shut down, which the log then says.
 *
 * <pre>{@code
 * @AfterLoop("saver")
 * void saveTheRest(LoopTask saver) { if (saver.isBeingCancelled()) flush(); }
 * }</pre>
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
public @interface AfterLoop {
    /** {@return the names of the loops; empty for every loop of the cog that has no hook of its own} */
    String[] value() default {};
}
