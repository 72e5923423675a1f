package io.github.jdatasks.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Writes random scripts.
 */
final class Generator {
    private static final String[] ORDERS = {
        "start", "start", "startIfStopped", "stop", "cancel", "restart", "pause", "resume", "resume", "runNow", "change"
    };
    private static final String[] INTERVALS = {"1", "2.5", "7", "10", "10", "10", "30", "30", "60", "60", "600"};

    private final SplittableRandom random;
    private final ModelGate gate = new ModelGate(Simulation.SHARDS);
    private final boolean calendar;

    private Generator(long seed) {
        this.random = new SplittableRandom(seed);
        this.calendar = chance(3);
    }

    static Script script(long seed, int steps) {
        return new Generator(seed).script(steps);
    }

    private Script script(int size) {
        List<String> loops = new ArrayList<>();
        int count = 1 + random.nextInt(3);
        for (int i = 0; i < count; i++) {
            loops.add(loop((char) ('A' + i)));
        }
        List<String> steps = new ArrayList<>();
        for (int i = 0; i < count && chance(4, 5); i++) {
            steps.add((char) ('A' + i) + " start");
        }
        while (steps.size() < size) {
            steps.add(step(count));
        }
        return new Script(loops, steps);
    }

    private boolean chance(int outOf) {
        return random.nextInt(outOf) == 0;
    }

    private boolean chance(int good, int outOf) {
        return random.nextInt(outOf) < good;
    }

    private String pick(String... words) {
        return words[random.nextInt(words.length)];
    }

    // ---- loops ----

    private String loop(char name) {
        StringBuilder line = new StringBuilder("loop ").append(name);
        setting(line, "schedule", schedule());
        if (chance(3, 4)) {
            setting(line, "gate", pick("PAUSE", "PAUSE", "KEEP_RUNNING", "CANCEL", "IGNORE"));
            setting(line, "shards", pick("ALL", "ALL", "ANY"));
        }
        setting(line, "missed", pick("RUN_ONCE", "SKIP", "CATCH_UP"));
        if (chance(3)) {
            setting(line, "count", String.valueOf(1 + random.nextInt(6)));
        }
        if (chance(5)) {
            setting(line, "onFailure", "STOP");
        }
        if (chance(4)) {
            setting(line, "maxFailures", String.valueOf(1 + random.nextInt(3)));
        }
        if (chance(2, 3)) {
            setting(line, "attempts", String.valueOf(2 + random.nextInt(4)));
            if (chance(2, 3)) {
                setting(line, "retryDelay", pick("0.7", "3", "15", "90"));
            }
        }
        if (chance(3)) {
            setting(line, "timeout", pick("0.57", "3.07", "20.07"));
        }
        if (chance(4)) {
            setting(line, "initialDelay", pick("0.3", "5", "45"));
        }
        setting(line, "bodies", behaviours(random.nextInt(9), Part.BODY));
        if (chance(3, 4)) {
            setting(line, "before", behaviours(random.nextInt(3), Part.BEFORE));
        }
        if (chance(3, 4)) {
            setting(line, "after", behaviours(random.nextInt(3), Part.AFTER));
        }
        if (chance(1, 2)) {
            setting(line, "error", behaviours(random.nextInt(3), Part.HANDLER));
        }
        return line.toString();
    }

    private static void setting(StringBuilder line, String key, String value) {
        line.append(' ').append(key).append('=').append(value);
    }

    private String schedule() {
        return calendar && chance(3, 4) ? calendar() : pick("every", "every", "delay") + ":" + pick(INTERVALS);
    }

    private String calendar() {
        return pick(
                "daily:08:00;20:30:15",
                "daily:02:30;23:15;23:16",
                "cron:*/5_*_*_*_*",
                "cron:30_*_*_*_*_*",
                "cron:0_2-3_*_*_*",
                "once:600",
                "any:daily:23:05|every-hour".replace("every-hour", "cron:15_*_*_*_*"));
    }

    private enum Part {
        BODY,
        BEFORE,
        AFTER,
        HANDLER
    }

    /** One call that is fine, and so many others. */
    private String behaviours(int others, Part part) {
        List<String> all = new ArrayList<>(List.of("ok"));
        for (int i = 0; i < others; i++) {
            all.add(behaviour(part));
        }
        return String.join(",", all);
    }

    private String behaviour(Part part) {
        List<String> acts = new ArrayList<>();
        boolean sleeps = part != Part.HANDLER;
        if (sleeps && chance(1, 2)) {
            acts.add(time(part));
        }
        if (chance(4)) {
            acts.add(order());
            if (sleeps && chance(3)) {
                acts.add(time(part));
            }
        }
        if (chance(1, 2)) {
            acts.add(pick("io", "io", "io", "bug", "error"));
        } else if (part == Part.BODY && chance(4)) {
            acts.add(pick("later" + time(part), "laterio" + time(part), "never"));
        }
        if (acts.isEmpty()) {
            return "ok";
        }
        boolean stubborn = sleeps && chance(8) && !acts.contains("never");
        return (stubborn ? "!+" : "") + String.join("+", acts);
    }

    private String time(Part part) {
        return part == Part.AFTER ? "0.2" : pick("0.1", "1.1", "4.1", "12.1", "25.1");
    }

    private String order() {
        String order = pick(ORDERS);
        return order.equals("change") ? "change@" + schedule() : order;
    }

    // ---- steps ----

    private String step(int loops) {
        int kind = random.nextInt(20);
        if (kind < 9) {
            return "advance " + advance();
        }
        if (kind < 16) {
            String settled = chance(6) ? Simulation.UNSETTLED : "";
            return (char) ('A' + random.nextInt(loops)) + " " + order() + settled;
        }
        if (kind == 16 && !calendar) {
            return chance(1, 2)
                    ? "wall " + pick("-7200", "-3", "1.5", "86400")
                    : "suspend " + pick("2", "600", "30000");
        }
        return connection();
    }

    private String advance() {
        return switch (random.nextInt(24)) {
            case 0 -> "0";
            case 1, 2 -> "60";
            case 3 -> calendar ? pick("600", "3600", "21600") : pick("120", "600");
            case 4, 5, 6 -> "10";
            default -> Seconds.text(Seconds.nanos("0.001") * (1 + random.nextInt(12_000)));
        };
    }

    private String connection() {
        int id = random.nextInt(gate.size());
        String event = switch (gate.shard(id)) {
            case UNKNOWN, DOWN -> chance(4) ? "login" : "ready";
            case LOGGING_IN -> chance(12) ? "disconnect" : "ready";
            case OPEN -> chance(15) ? "shutdown" : pick("disconnect", "disconnect", "invalidate");
            case LOST -> chance(15) ? "shutdown" : pick("resume", "resume", "recreate", "disconnect");
        };
        follow(event, id);
        return "conn " + event + (event.equals("login") ? "" : " " + id);
    }

    private void follow(String event, int id) {
        if (event.equals("login") || event.equals("ready")) {
            for (int shard = 0; shard < gate.size(); shard++) {
                gate.login(shard);
            }
        }
        switch (event) {
            case "ready", "resume", "recreate" -> gate.become(id, ModelGate.Shard.OPEN);
            case "disconnect", "invalidate" -> gate.become(id, ModelGate.Shard.LOST);
            case "shutdown" -> gate.become(id, ModelGate.Shard.DOWN);
            default -> {}
        }
    }
}
