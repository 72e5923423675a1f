package io.github.jdatasks.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.jdatasks.ConnectionGate;
import io.github.jdatasks.Inside;
import io.github.jdatasks.ShardScope;
import io.github.jdatasks.internal.gate.Gate;
import io.github.jdatasks.internal.gate.GateState;
import io.github.jdatasks.internal.gate.ShardSlot;
import io.github.jdatasks.support.OfflineJda;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import net.dv8tion.jda.api.JDA;
import net.dv8tion.jda.api.events.GenericEvent;

/**
 * A course of events for a gate, one step per line. {@code a STATUS} has instance a change its status, {@code a !Resume}
 * has it fire a session event, {@code time 15} lets seconds pass, {@code manager queued 1} and {@code manager lists a b}
 * are what the shard manager answers from then on, {@code confirm} gives up hope. A line may end with {@code -> state}.
 * The letter names the shard, which is 0 for a and A, 1 for b and B; capitals are the instances that come after a
 * restart. Instances belong to the manager if the script has one.
 */
final class GateScript {
    private static final Map<String, String[]> WORDS = new ConcurrentHashMap<>();

    final List<String> steps;
    final ConnectionGate gate;
    private final Map<String, OfflineJda> instances = new LinkedHashMap<>();
    private final OfflineJda.Manager manager = new OfflineJda.Manager();
    private final boolean managed;
    private final boolean deferred;
    private boolean beenOpen;
    private long now;

    GateScript(String text, boolean deferred) {
        steps = text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
        managed = steps.stream().anyMatch(step -> step.startsWith("manager"));
        this.deferred = deferred;
        gate = Inside.connectionGate(new Gate(Runnable::run, () -> now, null, any -> true));
    }

    static void play(String text) {
        GateScript script = new GateScript(text, false);
        for (String step : script.steps) {
            script.perform(step);
            script.check(step);
        }
    }

    /** Does what a step says; returns the events that it caused if they are not to be delivered at once. */
    List<GenericEvent> perform(String step) {
        String[] words = WORDS.computeIfAbsent(
                step, line -> line.replaceFirst("->.*", "").strip().split("\\s+"));
        List<GenericEvent> events = new ArrayList<>();
        switch (words[0]) {
            case "time" -> now += TimeUnit.SECONDS.toNanos(Long.parseLong(words[1]));
            case "confirm" -> Inside.gate(gate).confirmClosed();
            case "manager" -> instruct(words);
            default -> {
                OfflineJda jda = instance(words[0]);
                if (words[1].startsWith("!")) {
                    jda.fire(words[1].substring(1));
                } else {
                    jda.become(JDA.Status.valueOf(words[1]));
                }
                while (jda.hasHeld()) {
                    events.add(jda.takeHeld());
                }
            }
        }
        return events;
    }

    private void instruct(String[] words) {
        if (words[1].equals("queued")) {
            manager.queued(Integer.parseInt(words[2]));
        } else {
            OfflineJda[] listed = new OfflineJda[words.length - 2];
            for (int i = 0; i < listed.length; i++) {
                listed[i] = instance(words[i + 2]);
            }
            manager.list(listed);
        }
    }

    private OfflineJda instance(String name) {
        return instances.computeIfAbsent(name, letter -> {
            OfflineJda jda = new OfflineJda(letter.equalsIgnoreCase("a") ? 0 : 1, 2);
            jda.setShardManager(managed ? manager.proxy() : null);
            jda.addEventListener(gate);
            if (deferred) {
                jda.hold();
            }
            return jda;
        });
    }

    /** Compares the gate with what a step says at its end. */
    void check(String step) {
        int arrow = step.indexOf("->");
        if (arrow < 0) {
            beenOpen |= gate.isOpen();
            return;
        }
        String expected = step.substring(arrow + 2).strip();
        assertThat(state()).as("after: %s", step).isEqualTo(expected);
        beenOpen = (beenOpen && !expected.equals("fresh")) || expected.equals("open");
        assertThat(gate.hasBeenReady()).as("ready, after: %s", step).isEqualTo(beenOpen);
    }

    String state() {
        if (gate.isOpen()) {
            return "open";
        }
        if (gate.isOpen(ShardScope.ANY)) {
            return "partly";
        }
        if (Inside.gate(gate).has(GateState.CLOSING)) {
            return "closing";
        }
        if (Inside.gate(gate).has(GateState.CLOSED)) {
            return "closed";
        }
        return Inside.gate(gate).botsGone() > 0
                        && !GateState.has(Inside.gate(gate).settledWord(), GateState.ANY_READY)
                ? "fresh"
                : "shut";
    }

    /** Lets all that is only believed for a time run out. */
    void settle() {
        now += ShardSlot.SETTLE_NANOS;
        Inside.gate(gate).recheck();
    }
}
