package io.github.jdatasks.internal.panel;

import net.dv8tion.jda.api.events.interaction.component.ButtonInteractionEvent;
import net.dv8tion.jda.api.interactions.callbacks.IMessageEditCallback;
import net.dv8tion.jda.api.interactions.callbacks.IReplyCallback;
import org.jspecify.annotations.Nullable;

/**
 * The way back to the person who has done something: a message that only they see. It is sent at once, or promised
 * within the 3 s that Discord waits and sent later. What Discord does not take is logged. Any thread.
 */
final class Answer {
    private final IReplyCallback event;
    private final @Nullable IMessageEditCallback inPlace;
    private final String who;
    private final String what;
    private boolean over; // guarded by this object's monitor

    private Answer(IReplyCallback event, @Nullable IMessageEditCallback inPlace, String who, String what) {
        this.event = event;
        this.inPlace = inPlace;
        this.who = who;
        this.what = what;
    }

    /** Returns the way to send a new message. */
    static Answer to(IReplyCallback event, String who, String what) {
        return new Answer(event, null, who, what);
    }

    /** Returns the way to change the message that has the button. */
    Answer inPlaceOf(ButtonInteractionEvent button) {
        return new Answer(button, button, who, what);
    }

    void send(PanelMessage message) {
        if (inPlace == null) {
            event.reply(message.toSend()).setEphemeral(true).queue(sent -> {}, this::failed);
        } else {
            inPlace.editMessage(message.toEdit()).queue(sent -> {}, this::failed);
        }
    }

    void promise() {
        if (inPlace == null) {
            event.deferReply(true).queue(sent -> {}, this::failed);
        } else {
            inPlace.deferEdit().queue(sent -> {}, this::failed);
        }
    }

    /** Says that what was promised takes longer, unless it has been sent meanwhile. */
    synchronized void sendMeanwhile(PanelMessage message) {
        if (!over) {
            edit(message);
        }
    }

    /** Sends what was promised. */
    synchronized void sendPromised(PanelMessage message) {
        over = true;
        edit(message);
    }

    private void edit(PanelMessage message) {
        if (!event.getHook().isExpired()) { // 15 minutes after the command, Discord takes no more
            event.getHook().editOriginal(message.toEdit()).queue(sent -> {}, this::failed);
        }
    }

    private void failed(Throwable error) {
        PanelLog.notAnswered(who, what, error);
    }
}
