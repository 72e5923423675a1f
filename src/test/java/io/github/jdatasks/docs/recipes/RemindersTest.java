package io.github.jdatasks.docs.recipes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.github.jdatasks.ConnectionGate;
import io.github.jdatasks.LoopCog;
import io.github.jdatasks.LoopOutcome;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.Loops;
import io.github.jdatasks.Schedule;
import io.github.jdatasks.docs.recipes.Reminders.Reminder;
import io.github.jdatasks.testing.VirtualConnection;
import io.github.jdatasks.testing.VirtualLoopScheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import net.dv8tion.jda.api.JDA;
import net.dv8tion.jda.api.entities.Message;
import net.dv8tion.jda.api.entities.channel.concrete.TextChannel;
import net.dv8tion.jda.api.requests.restaction.MessageCreateAction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mockito.Answers;

/** What {@code docs/recipes.md} says of reminders, in virtual time. */
class RemindersTest {
    private static final Instant START = Instant.parse("2026-01-01T06:00:00Z");

    private final VirtualLoopScheduler time = VirtualLoopScheduler.startingAt(START);
    private final ConnectionGate gate = new ConnectionGate();
    private final JDA jda = mock(JDA.class);
    private final Table table = new Table();
    private final Reminders reminders = new Reminders(table, gate, time, time::now);

    /** What Discord has got, with the instant. */
    private final List<String> sent = new ArrayList<>();

    private boolean channelExists = true;

    /** A table in memory. */
    private static final class Table implements Reminders.Store {
        private final Map<Long, Reminder> rows = new LinkedHashMap<>();

        @Override
        public List<Reminder> all() {
            return List.copyOf(rows.values());
        }

        @Override
        public void add(Reminder reminder) {
            rows.put(reminder.id(), reminder);
        }

        @Override
        public void remove(Reminder reminder) {
            rows.remove(reminder.id());
        }
    }

    @BeforeEach
    void prepareJda() {
        TextChannel channel = mock(TextChannel.class);
        when(jda.getTextChannelById(anyLong())).thenAnswer(call -> channelExists ? channel : null);
        when(channel.sendMessage(any(CharSequence.class))).thenAnswer(call -> sending(call.getArgument(0)));
    }

    /** Returns a request that is made and answered in submit(), as far as the operators of JDA are concerned too. */
    private MessageCreateAction sending(String text) {
        MessageCreateAction action = mock(Answers.CALLS_REAL_METHODS);
        when(action.getJDA()).thenReturn(jda);
        when(action.submit(true)).thenAnswer(call -> {
            sent.add(Duration.between(START, time.now()).toSeconds() + " s: " + text);
            return CompletableFuture.completedFuture(mock(Message.class));
        });
        return action;
    }

    @AfterEach
    void close() {
        time.close();
    }

    private static Reminder in(int seconds, String text) {
        return new Reminder(seconds, 7, START.plusSeconds(seconds), text);
    }

    @Test
    void a_reminder_is_sent_when_it_is_due_and_then_forgotten() {
        VirtualConnection unused = VirtualConnection.of(gate).withJda(jda).ready();
        reminders.remind(in(90, "tea"));
        reminders.remind(in(30, "eggs"));
        time.advance(Duration.ofMinutes(1));
        assertThat(sent).containsExactly("30 s: eggs");
        assertThat(table.all()).containsExactly(in(90, "tea"));

        time.advance(Duration.ofMinutes(1));
        assertThat(sent).containsExactly("30 s: eggs", "90 s: tea");
        assertThat(table.all()).isEmpty();
        assertThat(time.loops()).isEmpty();
    }

    @Test
    void what_became_due_while_the_process_was_down_is_sent_when_the_bot_is_ready() {
        table.add(in(-3600, "an hour ago"));
        table.add(in(60, "in a minute"));
        reminders.start();
        time.advance(Duration.ofSeconds(10));
        assertThat(sent).isEmpty();

        VirtualConnection unused = VirtualConnection.of(gate).withJda(jda).ready();
        time.runPending();
        assertThat(sent).containsExactly("10 s: an hour ago");

        time.advance(Duration.ofHours(1));
        assertThat(sent).containsExactly("10 s: an hour ago", "60 s: in a minute");
        assertThat(table.all()).isEmpty();
    }

    @Test
    void what_becomes_due_in_an_outage_is_sent_when_the_connection_is_back() {
        VirtualConnection connection = VirtualConnection.of(gate).withJda(jda).ready();
        reminders.remind(in(60, "tea"));
        time.runPending();
        connection.disconnect();
        time.advance(Duration.ofHours(1));
        assertThat(sent).isEmpty();

        connection.resume();
        time.runPending();
        assertThat(sent).containsExactly("3600 s: tea");
    }

    @Test
    void a_reminder_that_cannot_be_sent_stays_in_the_table_for_the_next_start() {
        VirtualConnection connection = VirtualConnection.of(gate).withJda(jda).ready();
        channelExists = false;
        reminders.remind(in(60, "tea"));
        time.advance(Duration.ofMinutes(2));
        assertThat(sent).isEmpty();
        assertThat(table.all()).containsExactly(in(60, "tea"));
        connection.shutdown();
        time.runPending();
        channelExists = true;

        ConnectionGate ofNextStart = new ConnectionGate();
        new Reminders(table, ofNextStart, time, time::now).start();
        VirtualConnection unused =
                VirtualConnection.of(ofNextStart).withJda(jda).ready();
        time.advance(Duration.ofSeconds(1));
        assertThat(sent).containsExactly("121 s: tea");
        assertThat(table.all()).isEmpty();
    }

    @Test
    void an_instant_that_has_passed_when_the_loop_starts_never_comes() {
        LoopTask late = Loops.on(Schedule.once(START)).scheduler(time).start(run -> sent.add("late"));
        var end = late.completion();
        time.advance(Duration.ofDays(1));
        assertThat(sent).isEmpty();
        assertThat(late.stats().runs()).isZero();
        assertThat(end).isCompletedWithValue(LoopOutcome.COMPLETED);
    }

    private static final class Hoarder extends LoopCog {
        LoopTask plan(Instant due) {
            return newLoop(Schedule.once(due)).build(run -> {});
        }
    }

    @Test
    void a_cog_keeps_its_loops_after_their_end() {
        Hoarder cog = time.create(Hoarder::new);
        VirtualConnection unused = VirtualConnection.of(cog).ready();
        time.runPending();
        LoopTask once = cog.plan(START.plusSeconds(10));
        var end = once.start();
        time.advance(Duration.ofMinutes(1));

        assertThat(end).isCompletedWithValue(LoopOutcome.COMPLETED);
        assertThat(time.loops()).isEmpty();
        assertThat(cog.loops()).containsExactly(once);
    }
}
