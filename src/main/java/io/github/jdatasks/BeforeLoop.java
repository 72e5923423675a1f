package io.github.jdatasks;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes a method of a {@link LoopCog} run once before the first run of each life of a loop.
 *
 * <p>It is called on a worker thread after the first ready, may block, has the parameters of a {@link Loop} method, and
 * returns nothing. Transient errors are retried; with any other, the loop ends as {@link LoopOutcome#FAILED}.
 *
 * <pre>{@code
 * @BeforeLoop("digest")
 * void open(JDA jda) { … }
 * }</pre>
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
public @interface BeforeLoop {
    /** {@return the names of the loops; empty for every loop of the cog that has no hook of its own} */
    String[] value() default {};
}
