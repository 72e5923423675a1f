package io.github.jdatasks.simulation;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Writes random scripts.
 */
final class Generator {
    private static final String[] ORDERS = {
        "start",
        "start",
        "startIfStopped",
        "stop",
        "cancel",
        "restart",
        "pause",
        "resume",
        "resume",
        "runNow",
        "change",
        "postpone"
    };
    private static final String[] INTERVALS = {"1", "2.5", "7", "10", "10", "10", "30", "30", "60", "60", "600"};

    private static final long TWO_DAYS = Seconds.nanos("172800");
    private static final long STRETCH = Seconds.nanos("97.3");

    private final SplittableRandom random;
    private final ModelGate gate = new ModelGate(Performance.SHARDS);
    private final boolean wild;
    private final boolean calendar;
    private final Set<Character> limited = new HashSet<>(); // loops with a maxLateness, which no fixed delay has
    private final Set<Character> countable = new HashSet<>(); // loops whose runs are counted, so without runs by hand

    private Generator(long seed, boolean wild) {
        this.random = new SplittableRandom(seed);
        this.wild = wild;
        this.calendar = chance(3);
    }

    /** Writes a script for a {@link Simulation}. */
    static Script script(long seed, int steps) {
        return new Generator(seed, false).script(steps);
    }

    /** Writes a script for a {@link WildSimulation}. */
    static Script wildScript(long seed, int steps) {
        return new Generator(seed, true).script(steps);
    }

    /** Writes two days with five loops, for a {@link Simulation}: faults, but few requests. */
    static Script soak(long seed) {
        Generator generator = new Generator(seed, false);
        List<String> loops = new ArrayList<>();
        List<String> steps = new ArrayList<>(List.of("conn ready 0", "conn ready 1"));
        generator.gate.follow("ready", 0);
        generator.gate.follow("ready", 1);
        for (char name = 'A'; name < 'F'; name++) {
            loops.add(generator.loop(name).replaceAll(" (count|maxFailures|onFailure)=[^ ]*", ""));
            steps.add(name + " start");
        }
        for (long time = 0; time < TWO_DAYS; time += STRETCH) {
            steps.add("advance " + Seconds.text(STRETCH));
            if (generator.chance(3)) {
                steps.add(generator.connection());
            } else if (generator.chance(5)) {
                steps.add((char) ('A' + generator.random.nextInt(5)) + " "
                        + generator.pick("startIfStopped", "restart", "resume"));
            }
        }
        return new Script(loops, steps);
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
        String schedule = schedule();
        setting(line, "schedule", schedule);
        boolean grid = schedule.startsWith("every") || schedule.startsWith("delay");
        if (chance(3, 4)) {
            setting(line, "gate", pick("PAUSE", "PAUSE", "KEEP_RUNNING", "CANCEL", "IGNORE"));
            setting(line, "shards", wild ? pick("ALL", "ANY", "EACH") : pick("ALL", "ALL", "ANY"));
        }
        if (wild) {
            beWild(line, name, grid, schedule.startsWith("delay"));
        }
        setting(line, "missed", pick("RUN_ONCE", "SKIP", "CATCH_UP"));
        if (!schedule.startsWith("delay") && chance(4)) {
            setting(line, "maxLateness", pick("0.5", "5", "5", "60"));
            limited.add(name);
        }
        if (chance(3)) {
            setting(line, "count", String.valueOf(1 + random.nextInt(6)));
            countable.add(name);
        }
        if (chance(5)) {
            setting(line, "onFailure", "STOP");
        } else if (chance(4)) {
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
        setting(line, "bodies", behaviours(name, random.nextInt(9), Part.BODY));
        if (wild || chance(3, 4)) {
            setting(line, "before", behaviours(name, random.nextInt(3), Part.BEFORE));
        }
        if (wild || chance(3, 4)) {
            setting(line, "after", behaviours(name, random.nextInt(3), Part.AFTER));
        }
        if (chance(1, 2)) {
            setting(line, "error", behaviours(name, random.nextInt(3), Part.HANDLER));
        }
        return line.toString();
    }

    private void beWild(StringBuilder line, char name, boolean grid, boolean delay) {
        if (!grid) {
            countable.add(name);
        } else if (!delay && chance(1, 2)) {
            setting(line, "overlap", String.valueOf(2 + random.nextInt(3)));
            countable.add(name);
        }
        if (chance(4)) {
            setting(line, "jitter", pick("0.5", "2", "7"));
        }
        if (chance(3)) {
            setting(line, "cog", "yes");
        }
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
    private String behaviours(char name, int others, Part part) {
        List<String> all = new ArrayList<>(List.of("ok"));
        for (int i = 0; i < others; i++) {
            all.add(behaviour(name, part));
        }
        return String.join(",", all);
    }

    private String behaviour(char name, Part part) {
        List<String> acts = new ArrayList<>();
        boolean sleeps = part != Part.HANDLER;
        if (sleeps && chance(1, 2)) {
            acts.add(time(part));
        }
        if (wild && chance(8)) {
            acts.add(pick(
                    "on.A.pause",
                    "on.B.stop",
                    "on.A.resume",
                    "on.C.cancel",
                    "on.B.start",
                    "conn.disconnect.0",
                    "conn.resume.0"));
        }
        String order = order(name, false);
        if (chance(4) && !order.isEmpty()) {
            acts.add(order);
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
        String all = String.join("+", acts);
        return !stubborn ? all : "!+" + (wild ? all.replaceAll("(4|12|25)\\.1", "1.1") : all);
    }

    private String time(Part part) {
        return part == Part.AFTER ? "0.2" : pick("0.1", "1.1", "4.1", "12.1", "25.1");
    }

    /** Something to be asked of a loop; empty if it would spoil what is to be checked. */
    private String order(char name, boolean outside) {
        String order = pick(ORDERS);
        if (order.equals("change")) {
            return wild ? changeOfInterval(outside) : change(limited.contains(name));
        }
        if (order.equals("postpone")) {
            return wild && !outside ? "" : "postpone@" + pick("0.3", "4", "10", "25", "90", "700");
        }
        return wild && order.equals("runNow") && countable.contains(name) ? "" : order;
    }

    private String change(boolean isLimited) {
        String schedule = schedule();
        return isLimited && schedule.startsWith("delay") ? "resume" : "change@" + schedule;
    }

    private String changeOfInterval(boolean outside) {
        return outside && !calendar ? "change@every:" + pick(INTERVALS) : "";
    }

    // ---- steps ----

    private String step(int loops) {
        int kind = random.nextInt(20);
        if (kind < 9) {
            return "advance " + advance();
        }
        if (kind < 16) {
            String settled = chance(6) ? Performance.UNSETTLED : "";
            char name = (char) ('A' + random.nextInt(loops));
            String order = order(name, true);
            return order.isEmpty() ? "advance 1" : name + " " + order + settled;
        }
        if (kind == 16 && (wild || !calendar)) {
            return chance(1, 2)
                    ? "wall " + pick("-7200", "-3", "1.5", wild ? "-20000" : "86400")
                    : "suspend " + pick("2", "600", wild ? "3000" : "30000");
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
        if (chance(40)) {
            for (int shard = 0; shard < gate.size(); shard++) {
                gate.follow("shutdown", shard);
            }
            return "conn shutdown";
        }
        int id = random.nextInt(gate.size());
        String event = switch (gate.shard(id)) {
            case UNKNOWN, DOWN -> chance(4) ? "login" : "ready";
            case LOGGING_IN -> chance(12) ? "disconnect" : "ready";
            case OPEN -> chance(15) ? "shutdown" : pick("disconnect", "disconnect", "invalidate");
            case LOST -> chance(15) ? "shutdown" : pick("resume", "resume", "recreate", "disconnect");
        };
        gate.follow(event, id);
        return "conn " + event + (event.equals("login") ? "" : " " + id);
    }
}
