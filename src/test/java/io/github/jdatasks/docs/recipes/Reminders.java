package io.github.jdatasks.docs.recipes;

import io.github.jdatasks.*;
import java.time.*;
import java.util.List;
import net.dv8tion.jda.api.entities.channel.concrete.TextChannel;
import net.dv8tion.jda.api.requests.RestAction;

record Reminders(Store store, ConnectionGate gate, LoopScheduler scheduler, InstantSource clock) {
    record Reminder(long id, long channelId, Instant due, String text) {}

    interface Store {
        List<Reminder> all();

        void add(Reminder reminder);

        void remove(Reminder reminder);
    }

    void start() {
        store.all().forEach(this::plan);
    }

    void remind(Reminder reminder) {
        store.add(reminder);
        plan(reminder);
    }

    private void plan(Reminder reminder) {
        Instant soon = clock.instant().plusSeconds(1);
        Instant due = reminder.due().isBefore(soon) ? soon : reminder.due(); // one that has passed would never come
        Loops.on(Schedule.once(due)).gate(gate).scheduler(scheduler).startRest(run -> send(run, reminder));
    }

    private RestAction<?> send(LoopContext run, Reminder reminder) {
        TextChannel channel = run.jda().getTextChannelById(reminder.channelId());
        if (channel == null) throw new IllegalStateException("No channel for " + reminder);
        return channel.sendMessage(reminder.text()).onSuccess(sent -> store.remove(reminder));
    }
}
