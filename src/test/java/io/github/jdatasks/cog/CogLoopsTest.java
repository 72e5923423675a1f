package io.github.jdatasks.cog;

import static io.github.jdatasks.support.RunNotes.MIDNIGHT;
import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.jdatasks.BeforeLoop;
import io.github.jdatasks.Inside;
import io.github.jdatasks.Loop;
import io.github.jdatasks.LoopCog;
import io.github.jdatasks.LoopContext;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.Schedule;
import io.github.jdatasks.testing.VirtualConnection;
import io.github.jdatasks.testing.VirtualLoopScheduler;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The loops of a cog: which there are and which are started. */
class CogLoopsTest {
    private final VirtualLoopScheduler time = VirtualLoopScheduler.startingAt(MIDNIGHT);
    private final List<String> events = new ArrayList<>();

    class Noted extends LoopCog {
        @Loop(minutes = 1)
        void tick() {
            events.add("tick");
        }

        @Loop(minutes = 1, autoStart = false)
        void manual() {
            events.add("manual");
        }

        @BeforeLoop
        void before(LoopContext run) {
            events.add("before " + run.task().name());
        }

        LoopTask extra(String name) {
            return newLoop(Schedule.every(ofMinutes(1))).name(name).build(run -> events.add(name));
        }
    }

    private final Noted cog = time.create(Noted::new);
    private final VirtualConnection connection = VirtualConnection.of(cog);

    @Test
    void autoStart_is_what_loading_starts() {
        connection.ready();
        time.advance(ofMinutes(1));
        assertThat(events).doesNotContain("manual");
        cog.loop("manual").startIfStopped();
        time.runPending();
        assertThat(events).endsWith("before manual", "manual");
    }

    @Test
    void loops_built_before_loading_are_started_with_the_others_and_share_the_general_hooks() {
        cog.extra("extra");
        connection.ready();
        time.runPending();
        assertThat(events).contains("before extra", "extra");
        assertThat(cog.loops()).extracting(LoopTask::name).containsExactly("manual", "tick", "extra");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> cog.extra("extra"))
                .withMessageContaining("Noted")
                .withMessageContaining("two loops named \"extra\"");
    }

    @Test
    void an_unknown_loop_is_refused_with_the_known_ones() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> cog.loop("tock"))
                .withMessageContaining("Noted")
                .withMessageContaining("\"tock\"")
                .withMessageContaining("[manual, tick]");
    }

    @Test
    void before_it_meets_a_bot_it_says_how_to_meet_one() {
        assertThatIllegalStateException()
                .isThrownBy(() -> Inside.jda(cog))
                .withMessageContaining("Noted")
                .withMessageContaining("register it with JDA");
    }
}
