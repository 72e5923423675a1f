package io.github.jdatasks.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.jdatasks.AfterLoop;
import io.github.jdatasks.BeforeLoop;
import io.github.jdatasks.Loop;
import io.github.jdatasks.LoopCog;
import io.github.jdatasks.LoopOutcome;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.mockdiscord.Drop;
import io.github.jdatasks.mockdiscord.MockDiscord;
import java.util.List;
import java.util.stream.Stream;
import net.dv8tion.jda.api.JDA;
import net.dv8tion.jda.api.events.GenericEvent;
import net.dv8tion.jda.api.events.session.ReadyEvent;
import net.dv8tion.jda.api.events.session.SessionResumeEvent;
import net.dv8tion.jda.api.events.session.ShutdownEvent;
import net.dv8tion.jda.api.hooks.ListenerAdapter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A cog of an object that extends another class and has event methods of its own. */
@EndToEnd
class PlainListenerTest {
    private final MockDiscord discord = MockDiscord.start();

    @AfterEach
    void close() {
        discord.close();
    }

    /** What a bot has had before it had loops. */
    static class Statistics extends ListenerAdapter {
        final Journal<GenericEvent> events = new Journal<>();
        final Journal<String> turns = new Journal<>();

        @Override
        public void onGenericEvent(GenericEvent event) {
            events.add(event);
        }

        @Override
        public void onReady(ReadyEvent event) {
            turns.add("ready");
        }

        @Override
        public void onSessionResume(SessionResumeEvent event) {
            turns.add("resume");
        }
    }

    static final class LoopedStatistics extends Statistics {
        final Journal<JDA> runs = new Journal<>();

        @BeforeLoop
        void open(LoopTask task) {
            turns.add("before " + task.toString().split(" ", -1)[1]);
        }

        @Loop(seconds = 0.01)
        private void count(JDA jda) {
            runs.add(jda);
        }

        @AfterLoop
        void close(LoopTask task) {
            turns.add("after " + task.isBeingCancelled());
        }

        void awaitMoreRuns() {
            runs.await(jda -> true, runs.size() + 3);
        }
    }

    static Stream<List<Integer>> registrations() {
        return Stream.of(List.of(0), List.of(0, 1), List.of(1, 0)); // 0 is the cog, 1 the object
    }

    @ParameterizedTest
    @MethodSource("registrations")
    void its_loops_follow_the_connection_and_it_gets_each_event_once(List<Integer> registered) {
        LoopedStatistics object = new LoopedStatistics();
        LoopCog cog = LoopCog.of(object);
        Object[] both = {cog, object};
        List<GenericEvent> all;
        try (Bot bot = Bot.login(discord, registered.stream().map(i -> both[i]).toArray())) {
            bot.awaitConnected();
            object.awaitMoreRuns();
            discord.gateway().drop(Drop.RST);
            object.turns.await("resume"::equals);
            bot.awaitStatus(JDA.Status.CONNECTED, 2);
            object.awaitMoreRuns();
            bot.jda().shutdownNow();
            bot.await(ShutdownEvent.class);
            object.events.await(ShutdownEvent.class::isInstance);
            all = bot.events();
            assertThat(object.runs.entries()).containsOnly(bot.jda());
        }
        assertThat(cog.loop("count").completion().join()).isEqualTo(LoopOutcome.CANCELLED);
        assertThat(object.turns.entries())
                .containsExactlyInAnyOrder("ready", "before LoopedStatistics.count", "resume", "after true");
        assertThat(object.events.entries()).containsExactlyInAnyOrderElementsOf(all);
    }

    @Test
    void it_is_attached_to_a_bot_that_is_running_and_hears_and_does_nothing_more_once_it_is_unloaded() {
        LoopedStatistics object = new LoopedStatistics();
        LoopCog cog = LoopCog.of(object);
        try (Bot bot = Bot.login(discord).awaitConnected()) {
            cog.attach(bot.jda());
            object.awaitMoreRuns();
            cog.unload().join();
            int runs = object.runs.size();
            discord.gateway().drop(Drop.RST);
            bot.awaitStatus(JDA.Status.CONNECTED, 2);
            assertThat(object.runs.size()).isEqualTo(runs);
        }
        assertThat(object.turns.entries()).containsExactly("before LoopedStatistics.count", "after true");
        assertThat(object.events.entries()).isEmpty();
    }
}
