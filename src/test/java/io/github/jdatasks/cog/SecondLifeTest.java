package io.github.jdatasks.cog;

import static io.github.jdatasks.support.RunNotes.MIDNIGHT;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.jdatasks.LoopCog;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.Schedule;
import io.github.jdatasks.support.OfflineJda;
import io.github.jdatasks.testing.VirtualLoopScheduler;
import java.util.ArrayList;
import java.util.List;
import net.dv8tion.jda.api.JDA;
import org.junit.jupiter.api.Test;

/** A cog that is loaded a second time: its bot has logged in again, or it has been registered again. */
class SecondLifeTest {
    private final VirtualLoopScheduler time = VirtualLoopScheduler.startingAt(MIDNIGHT);
    private final List<String> events = new ArrayList<>();

    /** Builds loops in its constructor, and others in cogLoad. */
    class Feeds extends LoopCog {
        boolean broken;

        Feeds() {
            LoopTask unused =
                    newLoop(Schedule.every(ofMinutes(1))).name("first").build(run -> events.add("first"));
        }

        @Override
        protected void cogLoad(JDA bot) {
            LoopTask unused =
                    newLoop(Schedule.every(ofMinutes(1))).name("named").build(run -> events.add("named"));
            unused = newLoop(Schedule.every(ofMinutes(1))).build(run -> events.add("unnamed"));
            events.add("load");
            if (broken) {
                throw new IllegalStateException("no database");
            }
        }
    }

    private final Feeds cog = time.create(Feeds::new);

    private OfflineJda logIn() {
        OfflineJda jda = new OfflineJda();
        jda.addEventListener(cog);
        jda.logIn();
        time.advance(ofSeconds(10));
        return jda;
    }

    private void assertLoadedOnce() {
        assertThat(events).containsExactly("load", "first", "named", "unnamed");
        assertThat(cog.loops()).hasSize(3);
        assertThat(cog.loop("named").isRunning()).isTrue();
    }

    @Test
    void what_cogLoad_builds_is_built_anew_for_the_next_bot() {
        OfflineJda jda = logIn();
        assertLoadedOnce();
        jda.become(JDA.Status.SHUTDOWN);
        time.advance(ofSeconds(10));
        events.clear();
        logIn();
        assertLoadedOnce();
    }

    @Test
    void what_cogLoad_builds_is_built_anew_after_an_unload() {
        OfflineJda jda = logIn();
        cog.unload();
        time.runPending();
        assertThat(cog.loops()).extracting(LoopTask::name).containsExactly("first");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> cog.loop("named"))
                .withMessageContaining("it has [first]");
        events.clear();
        cog.attach(jda);
        time.advance(ofSeconds(10));
        assertLoadedOnce();
    }

    @Test
    void a_cogLoad_that_failed_after_it_had_built_a_loop_may_be_tried_again() {
        cog.broken = true;
        OfflineJda jda = logIn();
        assertThat(events).containsExactly("load");
        cog.broken = false;
        events.clear();
        cog.attach(jda);
        time.advance(ofSeconds(10));
        assertLoadedOnce();
    }
}
