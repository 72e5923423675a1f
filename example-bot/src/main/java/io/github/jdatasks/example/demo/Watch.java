package io.github.jdatasks.example.demo;

import io.github.jdatasks.LoopState;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.example.Bot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.dv8tion.jda.api.JDA;
import net.dv8tion.jda.api.events.GenericEvent;
import net.dv8tion.jda.api.events.http.HttpRequestEvent;
import net.dv8tion.jda.api.events.session.GenericSessionEvent;
import net.dv8tion.jda.api.events.session.SessionState;
import net.dv8tion.jda.api.hooks.EventListener;
import net.dv8tion.jda.api.requests.Response;
import net.dv8tion.jda.api.requests.Route;

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
    private volatile boolean wasOpen;
    private volatile SessionState last;
    private volatile JDA jda;

    Watch(Timeline timeline, Bot bot) {
        this.timeline = timeline;
        this.bot = bot;
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
        jda = event.getJDA();
        if (event instanceof HttpRequestEvent request) {
            show(request);
        }
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
        // A loop that is ended by the shutdown may be seen paused on its way.
        if (!paused.isEmpty() && !isShuttingDown()) {
            timeline.say("loops", "Paused: " + String.join(", ", paused) + ".");
        }
        if (!resumed.isEmpty()) {
            timeline.say("loops", "No longer paused: " + String.join(", ", resumed) + ".");
        }
    }

    private boolean isShuttingDown() {
        JDA bot = jda;
        return bot != null && bot.getStatus().compareTo(JDA.Status.SHUTTING_DOWN) >= 0;
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

    /** JDA tells of a request when it has been answered. */
    private void show(HttpRequestEvent request) {
        Route route = request.getRoute().getBaseRoute();
        if (route.equals(Route.Messages.SEND_MESSAGE)) {
            Response answer = request.getResponse();
            timeline.say(
                    "rest",
                    answer.isOk()
                            ? "The bot posts a message: "
                                    + request.getResponseBodyAsObject().getString("content", "")
                            : "A message is refused with status " + answer.code + ".");
        } else if (route.equals(Route.Interactions.UPDATE_COMMANDS)) {
            timeline.say("rest", "The bot registers its slash commands.");
        }
    }
}
