package io.github.jdatasks.mockdiscord.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import net.dv8tion.jda.api.requests.GatewayIntent;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives each test a Discord of its own, and a bot that has logged in to it and is ready.
 *
 * <pre>{@code
 * @MockBot(listeners = Greeter.class)
 * class GreeterTest {
 *     @Test
 *     void a_new_member_is_greeted(MockDiscord discord) {
 *         discord.member("alice").join();
 *         discord.channel("general").assertSent("Welcome, alice!");
 *     }
 * }
 * }</pre>
 *
 * <p>Methods of the test class may have parameters of these types, also those for {@code @BeforeEach}:
 *
 * <ul>
 *   <li>{@link io.github.jdatasks.mockdiscord.MockDiscord}
 *   <li>{@link net.dv8tion.jda.api.JDA}: the bot
 *   <li>the type of a listener
 * </ul>
 *
 * <p>On a class the annotation also holds for its nested and its derived classes; on a method, or on a parameter of it, for
 * that test only. The one that is nearest to the test counts.
 *
 * <p>After the test the bot and the Discord are shut down. The test fails if a listener has thrown an exception that JDA
 * would only have logged.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.PARAMETER})
@ExtendWith(MockBotExtension.class)
public @interface MockBot {

    /**
     * The classes of the bot's listeners, cogs too. Each test gets new objects, made by the constructor without
     * arguments. For listeners with other constructors see {@link BotListener}.
     *
     * @return the classes
     */
    Class<?>[] listeners() default {};

    /**
     * The privileged intents of the bot; it has all others anyway.
     *
     * @return intents such as {@link GatewayIntent#MESSAGE_CONTENT} and {@link GatewayIntent#GUILD_MEMBERS}
     */
    GatewayIntent[] intents() default {};

    /**
     * Whether exceptions of listeners are only logged, as usual in JDA.
     *
     * @return true for a test of such an exception
     */
    boolean listenersMayFail() default false;

    /**
     * Whether there is a bot. Without one the test builds it itself, with
     * {@link io.github.jdatasks.mockdiscord.MockDiscord#configure(net.dv8tion.jda.api.JDABuilder)}.
     *
     * @return false for a Discord alone
     */
    boolean login() default true;
}
