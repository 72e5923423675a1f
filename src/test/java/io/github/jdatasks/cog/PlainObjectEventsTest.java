package io.github.jdatasks.cog;

import static io.github.jdatasks.support.RunNotes.MIDNIGHT;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.jdatasks.Loop;
import io.github.jdatasks.LoopCog;
import io.github.jdatasks.support.OfflineJda;
import io.github.jdatasks.testing.VirtualLoopScheduler;
import java.util.ArrayList;
import java.util.List;
import net.dv8tion.jda.api.events.GatewayPingEvent;
import net.dv8tion.jda.api.events.GenericEvent;
import net.dv8tion.jda.api.hooks.EventListener;
import net.dv8tion.jda.api.hooks.ListenerAdapter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Event methods of objects whose class is no {@link LoopCog}. */
class PlainObjectEventsTest {
    private static final List<String> EVENTS = new ArrayList<>();

    private final VirtualLoopScheduler time = VirtualLoopScheduler.startingAt(MIDNIGHT);

    PlainObjectEventsTest() {
        EVENTS.clear();
    }

    static class Listening extends ListenerAdapter {
        @Loop(minutes = 1)
        void tick() {
            EVENTS.add("tick");
        }

        @Override
        public void onGatewayPing(GatewayPingEvent event) {
            EVENTS.add("ping");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"cog", "cog object", "object cog"})
    void an_object_with_event_methods_gets_each_event_once_whatever_is_registered(String registered) {
        OfflineJda jda = new OfflineJda();
        Listening object = new Listening();
        LoopCog cog = LoopCog.of(object, time);
        for (String one : registered.split(" ", -1)) {
            jda.addEventListener(one.equals("cog") ? cog : object);
        }
        jda.handleEvent(new GatewayPingEvent(jda, 40));
        assertThat(EVENTS).containsExactly("ping");
    }

    static class AllEqual extends Listening {
        @Override
        public boolean equals(Object other) {
            return other instanceof AllEqual;
        }

        @Override
        public int hashCode() {
            return 0;
        }
    }

    @Test
    void an_equal_object_that_is_registered_takes_no_event_from_it() {
        OfflineJda jda = new OfflineJda();
        jda.addEventListener(LoopCog.of(new AllEqual(), time), new AllEqual());
        jda.handleEvent(new GatewayPingEvent(jda, 40));
        assertThat(EVENTS).containsExactly("ping", "ping");
    }

    @Test
    void its_event_methods_are_called_no_more_once_the_cog_is_unloaded() {
        OfflineJda jda = new OfflineJda().logIn();
        LoopCog cog = LoopCog.of(new Listening(), time).attach(jda);
        time.runPending();
        cog.unload();
        time.runPending();
        EVENTS.clear();
        jda.handleEvent(new GatewayPingEvent(jda, 40));
        assertThat(EVENTS).isEmpty();
    }

    @Test
    void an_object_that_is_removed_from_JDA_goes_on_to_get_events_by_its_cog() {
        OfflineJda jda = new OfflineJda().logIn();
        Listening object = new Listening();
        jda.addEventListener(LoopCog.of(object, time), object);
        jda.removeEventListener(object);
        jda.handleEvent(new GatewayPingEvent(jda, 40));
        assertThat(EVENTS).containsExactly("ping");
    }

    static class All implements EventListener {
        @Loop(minutes = 1)
        void tick() {
            EVENTS.add("tick");
        }

        @Override
        public void onEvent(GenericEvent event) {
            EVENTS.add(event.getClass().getSimpleName());
            throw new IllegalStateException("on purpose");
        }
    }

    @Test
    void an_error_of_its_event_methods_keeps_no_loop_from_running() {
        OfflineJda jda = new OfflineJda();
        jda.addEventListener(LoopCog.of(new All(), time));
        jda.logIn();
        time.runPending();
        assertThat(EVENTS).containsExactly("StatusChangeEvent", "StatusChangeEvent", "StatusChangeEvent", "tick");
    }
}
