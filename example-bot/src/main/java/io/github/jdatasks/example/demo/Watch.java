package io.github.jdatasks.example.demo;

import io.github.jdatasks.LoopState;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.example.Bot;
import io.github.jdatasks.mockdiscord.MockDiscord;
import io.github.jdatasks.mockdiscord.RestRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.dv8tion.jda.api.events.GenericEvent;
import net.dv8tion.jda.api.events.session.GenericSessionEvent;
import net.dv8tion.jda.api.events.session.SessionState;
import net.dv8tion.jda.api.hooks.EventListener;

/** Puts into the timeline what it sees of JDA, the gate, the loops and the requests; it knows nothing of the script. */
final class Watch implements EventListener {
    private static final Duration LOOK = Duration.ofMillis(20);
    private static final Map<SessionState, String> SESSION = new EnumMap<>(Map.of(
            SessionState.READY, "The session is ready.",
            SessionState.DISCONNECTED, "JDA has lost the connection.",
            SessionState.RESUMED, "The session is resumed.",
            SessionState.INVALIDATED, "The session is invalid, JDA has emptied its caches.",
            SessionState.RECREATED, "There is a new session.",
            SessionState.SHUTDOWN, "JDA has shut down."));

    private final Map<LoopTask, LoopState> states = new HashMap<>();
    private final Map<LoopTask, Long> missed = new HashMap<>();
    private final Timeline timeline;
    private final Bot bot;
    private final MockDiscord discord;
    private volatile boolean wasOpen;
    private volatile SessionState last;
    private int requests;

    Watch(Timeline timeline, Bot bot, MockDiscord discord) {
        this.timeline = timeline;
        this.bot = bot;
        this.discord = discord;
    }

    void start() {
        bot.gate().onChange(gate -> {
            boolean open = gate.isOpen();
            if (open != wasOpen) {
                wasOpen = open;
                timeline.say("gate", open ? "Open: loops may run." : "Closed: no loop starts a run.");
            }
        });
        Thread thread = new Thread(this::lookForEver, "watch");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void onEvent(GenericEvent event) {
        // JDA says twice that a session is invalid: when it hears so, and when the connection is then closed.
        if (event instanceof GenericSessionEvent session && session.getState() != last) {
            last = session.getState();
            timeline.say("gateway", SESSION.get(session.getState()));
        }
    }

    /** Looks at everything once more than the thread has; what it shows is not shown again. */
    synchronized void look() {
        List<String> paused = new ArrayList<>();
        List<String> resumed = new ArrayList<>();
        bot.loops().forEach(loop -> lookAt(loop, paused, resumed));
        if (!paused.isEmpty()) {
            timeline.say("loops", "Paused: " + String.join(", ", paused) + ".");
        }
        if (!resumed.isEmpty()) {
            timeline.say("loops", "No longer paused: " + String.join(", ", resumed) + ".");
        }
        List<RestRequest> all = discord.rest().requests();
        all.subList(requests, all.size()).forEach(this::show);
        requests = all.size();
    }

    private void lookForEver() {
        try {
            while (true) {
                look();
                Thread.sleep(LOOK.toMillis());
            }
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    private void lookAt(LoopTask loop, List<String> paused, List<String> resumed) {
        LoopState now = loop.state();
        LoopState before = states.put(loop, now);
        if (now == LoopState.PAUSED && before != LoopState.PAUSED) {
            paused.add(loop.name());
        } else if (before == LoopState.PAUSED && (now == LoopState.WAITING || now == LoopState.RUNNING)) {
            resumed.add(loop.name());
        }
        if (now == LoopState.FINISHED && before != LoopState.FINISHED) {
            timeline.say(loop.name(), "Ended: " + loop.completion().join() + ".");
        }
        long count = loop.stats().missed();
        long known = missed.getOrDefault(loop, 0L);
        missed.put(loop, count);
        if (count > known) {
            timeline.say(loop.name(), count - known == 1 ? "Missed a run." : "Missed " + (count - known) + " runs.");
        }
    }

    private void show(RestRequest request) {
        if (request.is("POST", "/channels/\\d+/messages")) {
            timeline.say("rest", "The bot posts a message: " + request.json().getString("content", ""));
        } else if (request.is("PUT", "/applications/\\d+/commands")) {
            timeline.say("rest", "The bot registers its slash commands.");
        }
    }
}
