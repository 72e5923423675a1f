package io.github.jdatasks.mockdiscord.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A field of a test class that holds a listener of the bot of {@link MockBot}, or a method without parameters that returns
 * one.
 *
 * <pre>{@code
 * @MockBot
 * class GreeterTest {
 *     private final GreetingStore store = new GreetingStore();
 *
 *     @BotListener
 *     private final Greeter greeter = new Greeter(store);
 * }
 * }</pre>
 *
 * <p>Fields are read and methods are called before the bot logs in, and before the {@code @BeforeEach} methods of the test.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.METHOD})
public @interface BotListener {}
