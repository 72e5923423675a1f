package io.github.jdatasks.cog;

import static ch.qos.logback.classic.Level.DEBUG;
import static ch.qos.logback.classic.Level.WARN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.jdatasks.Loop;
import io.github.jdatasks.LoopCog;
import io.github.jdatasks.Schedule;
import io.github.jdatasks.support.LogLines;
import io.github.jdatasks.support.OfflineJda;
import io.github.jdatasks.support.RunNotes;
import io.github.jdatasks.testing.VirtualConnection;
import io.github.jdatasks.testing.VirtualLoopScheduler;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import net.dv8tion.jda.api.JDA;
import net.dv8tion.jda.api.events.GatewayPingEvent;
import net.dv8tion.jda.api.events.GenericEvent;
import net.dv8tion.jda.api.events.StatusChangeEvent;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Cogs made without their constructor, as the proxies of Spring's aspects and the mocks of Mockito are. */
class UnconstructedCogTest {
    @SuppressWarnings("UnusedMethod") // called by the library
    static class Greeter extends LoopCog {
        List<String> events = new ArrayList<>();

        int greetings;

        @Loop(minutes = 1)
        void greet() {
            greetings++;
        }

        @Override
        protected void onAnyEvent(GenericEvent event) {
            events.add("any");
        }

        @Override
        public void onGatewayPing(GatewayPingEvent event) {
            events.add("ping");
        }

        void begin() {
            newLoop(Schedule.every(Duration.ofMinutes(1)));
        }

        void await() throws InterruptedException {
            waitUntilReady();
        }

        void bot() {
            jda();
        }
    }

    /** What a proxy's class is: a subclass, which has no constructor of its own that calls the cog's. */
    static class Greeter$$SpringCGLIB$$0 extends Greeter {}

    private final Greeter cog = withoutConstructor(Greeter$$SpringCGLIB$$0.class);
    private final OfflineJda jda = new OfflineJda();

    UnconstructedCogTest() {
        cog.events = new ArrayList<>();
    }

    /** Makes an object as Objenesis does for Spring and Mockito. The compiler warns of the JDK's class, if it sees it. */
    private static <T> T withoutConstructor(Class<T> type) {
        try {
            Class<?> factory = Class.forName("sun.reflect.ReflectionFactory");
            Constructor<?> constructor =
                    (Constructor<?>) factory.getMethod("newConstructorForSerialization", Class.class, Constructor.class)
                            .invoke(
                                    factory.getMethod("getReflectionFactory").invoke(null),
                                    type,
                                    Object.class.getDeclaredConstructor());
            return type.cast(constructor.newInstance());
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(type.getName(), e);
        }
    }

    @Test
    void its_events_say_once_what_to_do_and_reach_its_own_methods() {
        try (LogLines log = LogLines.ofLibrary()) {
            assertThatCode(() -> {
                        cog.onEvent(new StatusChangeEvent(jda, JDA.Status.CONNECTED, JDA.Status.LOGGING_IN));
                        cog.onEvent(new GatewayPingEvent(jda, 1));
                        cog.onEvent(new GatewayPingEvent(jda, 2));
                    })
                    .doesNotThrowAnyException();
            assertThat(cog.events).containsExactly("any", "any", "ping", "any", "ping");
            assertThat(log.from(DEBUG))
                    .singleElement()
                    .asString()
                    .startsWith("ERROR The cog " + cog.getClass().getName() + " was made without its constructor")
                    .contains("has no loops", "register LoopCog.of(bean)", "move these methods to another class");
        }
    }

    @Test
    void it_says_so_once_though_events_come_on_many_threads() throws InterruptedException {
        Greeter shared = withoutConstructor(Greeter.class);
        shared.events = Collections.synchronizedList(new ArrayList<>());
        CountDownLatch go = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(4);
        try (LogLines log = LogLines.ofLibrary()) {
            for (int i = 0; i < 4; i++) {
                new Thread(() -> {
                            try {
                                go.await();
                                shared.onEvent(new GatewayPingEvent(jda, 1));
                            } catch (InterruptedException e) {
                                throw new AssertionError(e);
                            } finally {
                                done.countDown();
                            }
                        })
                        .start();
            }
            go.countDown();
            assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(log.from(DEBUG)).hasSize(1);
        }
        assertThat(shared.events).hasSize(8);
    }

    @Test
    void the_loops_of_a_copy_run_and_it_says_once_that_they_are_the_originals() throws IllegalAccessException {
        VirtualLoopScheduler time = VirtualLoopScheduler.startingAt(RunNotes.MIDNIGHT);
        Greeter original = time.create(Greeter::new);
        Greeter spy = withoutConstructor(Greeter.class);
        for (Class<?> type = Greeter.class; type != Object.class; type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers())) {
                    field.setAccessible(true);
                    field.set(spy, field.get(original));
                }
            }
        }
        spy.events = new ArrayList<>();
        try (LogLines log = LogLines.ofLibrary()) {
            VirtualConnection.of(spy).ready();
            time.runPending();
            assertThat(log.from(WARN))
                    .singleElement()
                    .asString()
                    .startsWith("WARN The cog " + Greeter.class.getName() + " is a copy of another object")
                    .contains("Use the original");
        }
        assertThat(spy.events).isNotEmpty();
        assertThat(spy.loop("greet").stats().runs()).isOne();
        assertThat(original.greetings).isOne();
        assertThat(spy.greetings).isZero();
    }

    static Stream<ThrowingCallable> whatNeedsLoops() {
        Greeter cog = withoutConstructor(Greeter.class);
        return Stream.of(
                () -> cog.loop("greet"),
                () -> cog.loop("greet", 0),
                cog::loops,
                cog::gate,
                cog::unload,
                () -> cog.attach(new OfflineJda()),
                cog::begin,
                cog::await,
                cog::bot,
                () -> VirtualConnection.of(cog));
    }

    @ParameterizedTest
    @MethodSource("whatNeedsLoops")
    void whatever_needs_its_loops_is_refused_with_what_to_do(ThrowingCallable call) {
        assertThatIllegalStateException()
                .isThrownBy(call)
                .withMessageStartingWith("The cog " + Greeter.class.getName() + " was made without its constructor")
                .withMessageContaining("make the cog with new");
    }
}
