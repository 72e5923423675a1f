package io.github.jdatasks.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.jdatasks.LoopBuilder;
import io.github.jdatasks.LoopCog;
import io.github.jdatasks.LoopContext;
import io.github.jdatasks.LoopOutcome;
import io.github.jdatasks.LoopScheduler;
import io.github.jdatasks.LoopState;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.Missed;
import io.github.jdatasks.RetryPolicy;
import io.github.jdatasks.ShardScope;
import io.github.jdatasks.WhenDisconnected;
import io.github.jdatasks.e2e.Await;
import io.github.jdatasks.e2e.Journal;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import net.dv8tion.jda.api.entities.Message;
import net.dv8tion.jda.api.entities.channel.concrete.TextChannel;

/**
 * Two cogs with loops of every {@link WhenDisconnected} policy on every kind of schedule, one of which talks to Discord and
 * some of which follow a part of the shards; and what is to be seen of them all. One cog has the loops that pause while
 * the connection is away, the other those that do not.
 */
final class Fleet {
    /** What the bodies of the loop {@code messages} say, followed by the number of the run. */
    static final String MESSAGE = "run ";

    private static final ShardScope[] WHOLE = {ShardScope.ALL};
    private static final Set<LoopState> AT_WORK =
            EnumSet.of(LoopState.WAITING, LoopState.RUNNING, LoopState.BACKING_OFF);

    private final int shards;
    private final Map<String, Role> roles = new ConcurrentHashMap<>(); // by the name of the loop
    private final Map<String, Ledger> ledgers = new ConcurrentHashMap<>(); // likewise, one for each shard
    private final Map<String, Integer> hooks = new ConcurrentHashMap<>();
    private final Journal<String> failures = new Journal<>();
    private final CountDownLatch never = new CountDownLatch(1);
    private final LoopCog pausing;
    private final LoopCog going;

    Fleet(LoopScheduler scheduler, int shards) {
        this.shards = shards;
        pausing = new Squad(scheduler, WhenDisconnected.PAUSE, WhenDisconnected.CANCEL).withMessages();
        going = new Squad(scheduler, WhenDisconnected.KEEP_RUNNING, WhenDisconnected.IGNORE);
    }

    /** What a loop is like. */
    private record Role(WhenDisconnected policy, Pace pace, ShardScope scope, Missed missed) {
        Ledger open(String loop) {
            return new Ledger(loop, pace, missed == Missed.CATCH_UP, policy == WhenDisconnected.CANCEL);
        }

        /** How long a body takes: long enough to be interrupted now and then. */
        Duration length() {
            return policy == WhenDisconnected.CANCEL ? pace.step().dividedBy(4) : Duration.ZERO;
        }

        boolean pauses(int shards, Set<Integer> away, String loop) {
            return (policy == WhenDisconnected.PAUSE || policy == WhenDisconnected.CANCEL)
                    && switch (scope) {
                        case ALL -> !away.isEmpty();
                        case ANY -> away.size() == shards;
                        case EACH -> away.contains(Integer.valueOf(loop.substring(loop.indexOf('#') + 1)));
                    };
        }
    }

    private final class Squad extends LoopCog {
        Squad(LoopScheduler scheduler, WhenDisconnected... policies) {
            super(scheduler);
            Missed missed = Missed.SKIP;
            for (WhenDisconnected policy : policies) {
                for (Pace pace : Pace.values()) {
                    for (ShardScope scope : shards > 1 && pace == Pace.EVERY ? ShardScope.values() : WHOLE) {
                        missed = another(missed);
                        Role role = new Role(policy, pace, scope, missed);
                        LoopTask unused =
                                builder(policy + " " + pace + " " + scope, role).build(run -> body(run, role));
                    }
                }
            }
        }

        private static Missed another(Missed missed) {
            return switch (missed) {
                case SKIP -> Missed.RUN_ONCE;
                case RUN_ONCE -> Missed.CATCH_UP;
                case CATCH_UP -> Missed.SKIP;
            };
        }

        private LoopBuilder builder(String name, Role role) {
            roles.put(name, role);
            return newLoop(role.pace.schedule())
                    .name(name)
                    .whenDisconnected(role.policy)
                    .shards(role.scope)
                    .missed(role.missed)
                    .beforeLoop(run -> hooks.merge("before " + run.task().name(), 1, Integer::sum))
                    .afterLoop(run -> hooks.merge("after " + run.task().name(), 1, Integer::sum))
                    .onError((error, run) -> failures.add(run.task().name() + " failed with " + error));
        }

        Squad withMessages() {
            Role role = new Role(WhenDisconnected.PAUSE, Pace.EVERY, ShardScope.ALL, Missed.RUN_ONCE);
            LoopTask unused = builder("messages", role)
                    .retry(RetryPolicy.fixedDelay(Pace.EVERY.step())
                            .maxAttempts(1000)
                            .retryIf(error -> true))
                    .buildAsync(this::send);
            return this;
        }

        private CompletableFuture<Message> send(LoopContext run) throws IOException {
            Ledger ledger = ledger(run.task());
            ledger.begin(run);
            try {
                List<TextChannel> channels = run.jda().getTextChannels();
                if (channels.isEmpty()) {
                    throw new IOException("The guild is away"); // the session has just been lost
                }
                return channels.get(0)
                        .sendMessage(MESSAGE + run.iteration())
                        .submit()
                        .whenComplete((message, error) -> ledger.end(error));
            } catch (IOException | RuntimeException refused) {
                ledger.end(refused);
                throw refused;
            }
        }
    }

    private void body(LoopContext run, Role role) throws InterruptedException {
        Ledger ledger = ledger(run.task());
        ledger.begin(run);
        try {
            boolean unused = never.await(role.length().toNanos(), TimeUnit.NANOSECONDS);
            ledger.end(null);
        } catch (InterruptedException e) {
            ledger.end(e);
            throw e;
        }
    }

    private Role role(LoopTask loop) {
        return Objects.requireNonNull(roles.get(loop.name().replaceFirst("#.*", "")));
    }

    private Ledger ledger(LoopTask loop) {
        return ledgers.computeIfAbsent(loop.name(), name -> role(loop).open(name));
    }

    LoopCog pausing() {
        return pausing;
    }

    LoopCog going() {
        return going;
    }

    List<LoopTask> loops() {
        return Stream.of(pausing, going).flatMap(cog -> cog.loops().stream()).toList();
    }

    /** How many runs those loops have begun that pause. */
    long runsOfPausing() {
        return pausing.loops().stream()
                .map(this::ledger)
                .mapToLong(Ledger::begun)
                .sum();
    }

    /**
     * Sees that exactly the right loops pause as long as some shards are away, and that not one run of theirs begins. The
     * shards must not come back meanwhile.
     */
    void assertPaused(Set<Integer> away) {
        List<LoopTask> resting = new ArrayList<>();
        List<LoopTask> working = new ArrayList<>();
        for (LoopTask loop : loops()) {
            (role(loop).pauses(shards, away, loop.name()) ? resting : working).add(loop);
        }
        for (LoopTask loop : resting) {
            Await.until("a pause", () -> loop.state() == LoopState.PAUSED || !loop.isRunning(), told(loop));
        }
        resting.forEach(loop -> ledger(loop).forbid(true));
        assertThat(pausing.gate().isOpen()).isFalse();
        assertThat(pausing.gate().isOpen(ShardScope.ANY)).isEqualTo(away.size() < shards);
        assertThat(pausing.gate().hasBeenReady()).isTrue();
        awaitRuns(working, Pace::isFast);
        resting.forEach(loop -> ledger(loop).forbid(false));
        assertFaultless();
    }

    /** Waits until the gates are open and all loops at work; those that run once a second are taken at their word. */
    void awaitWork() {
        awaitWork(Pace::isFast);
    }

    /** As {@link #awaitWork()}, and waits for runs of all loops. */
    void awaitWorkOfAll() {
        awaitWork(pace -> pace != Pace.ONCE);
        for (LoopTask loop : loops()) {
            Await.until("a single run", () -> role(loop).pace != Pace.ONCE || isOver(loop), told(loop));
        }
    }

    private void awaitWork(Predicate<Pace> which) {
        for (LoopCog cog : List.of(pausing, going)) {
            Await.until("an open gate", cog.gate()::isOpen, cog::gate);
        }
        for (LoopTask loop : loops()) {
            Await.until("work", () -> AT_WORK.contains(loop.state()) || isOver(loop), told(loop));
        }
        awaitRuns(loops(), which);
        assertFaultless();
    }

    /** Without its schedule, which can be long. */
    private Supplier<String> told(LoopTask loop) {
        return () -> ledger(loop) + ", " + loop.state();
    }

    private boolean isOver(LoopTask loop) {
        return role(loop).pace == Pace.ONCE && loop.state() == LoopState.FINISHED;
    }

    /** Waits until runs have begun and ended from now on. */
    private void awaitRuns(List<LoopTask> some, Predicate<Pace> which) {
        List<LoopTask> chosen =
                some.stream().filter(loop -> which.test(role(loop).pace)).toList();
        List<Long> enough =
                chosen.stream().map(loop -> ledger(loop).ended() + 2).toList();
        for (int i = 0; i < enough.size(); i++) {
            LoopTask loop = chosen.get(i);
            long ended = enough.get(i);
            Await.until("more runs", () -> ledger(loop).ended() >= ended, told(loop));
        }
    }

    private void assertFaultless() {
        assertThat(ledgers.values()).flatMap(Ledger::mistakes).isEmpty();
        assertThat(failures.entries()).isEmpty();
    }

    /** How many messages were sent as far as the loop knows. */
    long messages() {
        return Objects.requireNonNull(ledgers.get("messages")).ended();
    }

    /** Sees that all loops end with their bot, or have ended before, once, and each of their hooks was called once. */
    void assertEnded(List<LoopTask> loops) {
        for (LoopTask loop : loops) {
            assertThat(loop.completion().join())
                    .as(loop.name())
                    .isEqualTo(role(loop).pace == Pace.ONCE ? LoopOutcome.COMPLETED : LoopOutcome.CANCELLED);
        }
        assertFaultless();
        assertThat(ledgers.values()).noneMatch(ledger -> ledger.pace() == Pace.ONCE && ledger.ended() > 1);
        assertThat(hooks.keySet())
                .containsExactlyInAnyOrderElementsOf(loops.stream()
                        .flatMap(loop -> Stream.of("before " + loop.name(), "after " + loop.name()))
                        .toList());
        assertThat(hooks.values()).containsOnly(1);
    }

    @Override
    public String toString() {
        return String.format(
                "%d runs of %d loops, of which %d were interrupted and repeated and %d failed and were retried",
                total(Ledger::begun), ledgers.size(), total(Ledger::interrupted), total(Ledger::failed));
    }

    private long total(ToLongFunction<Ledger> number) {
        return ledgers.values().stream().mapToLong(number).sum();
    }
}
