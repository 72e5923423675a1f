package io.github.jdatasks.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.jdatasks.LoopScheduler;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.e2e.Await;
import io.github.jdatasks.e2e.Bot;
import io.github.jdatasks.e2e.Journal;
import io.github.jdatasks.e2e.Managers;
import io.github.jdatasks.e2e.PauseWitness;
import io.github.jdatasks.mockdiscord.Hold;
import io.github.jdatasks.mockdiscord.MockDiscord;
import io.github.jdatasks.mockdiscord.MockGateway;
import io.github.jdatasks.mockdiscord.RestRequest;
import io.github.jdatasks.mockdiscord.SessionGroup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import net.dv8tion.jda.api.JDA;
import net.dv8tion.jda.api.events.GenericEvent;
import net.dv8tion.jda.api.events.StatusChangeEvent;
import net.dv8tion.jda.api.events.session.ShutdownEvent;
import net.dv8tion.jda.api.hooks.EventListener;
import net.dv8tion.jda.api.sharding.ShardManager;
import net.dv8tion.jda.api.sharding.ThreadPoolProvider;
import net.dv8tion.jda.api.utils.data.DataObject;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/** A bot that suffers {@link Fault}s, one at a time, each at one shard of it or at all. */
final class Patient implements AutoCloseable {
    /** How long a message waits for its answer. */
    static final Duration REST_TIMEOUT = Duration.ofMillis(500);

    private static final int DELAY_MICROS = 2_000;

    private final MockDiscord discord;
    private final Random random;
    private final int shards;
    private final int poolThreads;
    private final LoopScheduler scheduler =
            LoopScheduler.builder().shutdownGrace(Duration.ofMillis(300)).build();
    private final Fleet fleet;
    private final @Nullable PauseWitness witness;
    private final @Nullable ShardManager manager;
    private final @Nullable JDA single;
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger attempts = new AtomicInteger();
    private final Journal<JDA> ends = new Journal<>();
    private volatile @Nullable Predicate<GenericEvent> refused; // the event that a listener answers with an Error
    private int shard;
    private int connectionsExpected;

    /**
     * Begins to log a bot in.
     *
     * @param poolThreads how many threads of a pool deliver events, behind a listener that delays them; 0 for JDA's own
     */
    Patient(int shards, int poolThreads, Random random) {
        this.discord = MockDiscord.start(shards);
        this.shards = shards;
        this.poolThreads = poolThreads;
        this.random = random;
        this.fleet = new Fleet(scheduler, shards);
        // Elsewhere the events that it needs come in other orders, or from two shards at once.
        this.witness = shards == 1 && poolThreads == 0 ? new PauseWitness(fleet.pausing(), fleet::runsOfPausing) : null;
        this.manager = shards > 1 ? logInShards() : null;
        this.single = shards > 1 ? null : logIn();
        connectionsExpected = shards;
    }

    private List<Object> listeners() {
        EventListener delaying = event -> LockSupport.parkNanos(
                Duration.ofNanos(1_000L * random(DELAY_MICROS)).toNanos());
        EventListener counting = this::count;
        EventListener refusing = this::refuse;
        List<Object> listeners = new ArrayList<>();
        if (poolThreads > 0) {
            listeners.add(delaying);
        }
        listeners.add(counting);
        listeners.addAll(witness == null ? List.of(fleet.pausing()) : List.of(witness.listeners()));
        listeners.add(listeners.size() - (witness == null ? 1 : 2), refusing); // before the cogs
        listeners.add(fleet.going());
        return listeners;
    }

    private JDA logIn() {
        var builder = Bot.builder()
                .setHttpClientBuilder(client())
                .addEventListeners(listeners().toArray());
        if (poolThreads > 0) {
            builder.setEventPool(Executors.newFixedThreadPool(poolThreads), true);
        }
        return discord.login(builder);
    }

    private ShardManager logInShards() {
        var builder = Managers.builder()
                .setHttpClientBuilder(client())
                .addEventListeners(listeners().toArray());
        if (poolThreads > 0) {
            builder.setEventPoolProvider(new ThreadPoolProvider<ExecutorService>() {
                @Override
                public ExecutorService provide(int shardId) {
                    return Executors.newFixedThreadPool(poolThreads);
                }

                @Override
                public boolean shouldShutdownAutomatically(int shardId) {
                    return true;
                }
            });
        }
        return Managers.build(discord, builder);
    }

    /** Only messages are in a hurry: a login that gives up on a busy machine is not the fault that is meant. */
    private static OkHttpClient.Builder client() {
        return new OkHttpClient.Builder().addInterceptor(chain -> {
            boolean message = chain.request().url().encodedPath().endsWith("/messages");
            var hurried = message ? chain.withReadTimeout((int) REST_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS) : chain;
            return hurried.proceed(chain.request());
        });
    }

    // ---- listeners ----

    private void count(GenericEvent event) {
        if (event instanceof StatusChangeEvent change) {
            connections.addAndGet(change.getNewStatus() == JDA.Status.CONNECTED ? 1 : 0);
            attempts.addAndGet(change.getNewStatus() == JDA.Status.ATTEMPTING_TO_RECONNECT ? 1 : 0);
        } else if (event instanceof ShutdownEvent) {
            ends.add(event.getJDA());
        }
    }

    private void refuse(GenericEvent event) {
        Predicate<GenericEvent> which = refused;
        if (which != null && which.test(event)) {
            refused = null;
            throw new NoClassDefFoundError("on purpose");
        }
    }

    /** Has a listener before the cogs throw an Error at the next event that matches. */
    void refuseNext(Predicate<GenericEvent> which) {
        refused = which;
    }

    boolean isRefusalDue() {
        return refused != null;
    }

    // ---- for faults ----

    /** Returns a random number from 0 up to but not including a bound. */
    int random(int bound) {
        synchronized (random) {
            return random.nextInt(bound);
        }
    }

    MockDiscord discord() {
        return discord;
    }

    MockGateway gateway() {
        return discord.gateway();
    }

    /** The shard that the present fault hits. */
    SessionGroup target() {
        return shards > 1 ? gateway().shard(shard) : gateway();
    }

    int shard() {
        return shard;
    }

    int shards() {
        return shards;
    }

    boolean hasPool() {
        return poolThreads > 0;
    }

    boolean isManaged() {
        return manager != null;
    }

    ShardManager manager() {
        if (manager == null) {
            throw new IllegalStateException("a bot without shards");
        }
        return manager;
    }

    JDA jda() {
        JDA jda = manager == null ? single : manager.getShardById(shard);
        if (jda == null) {
            throw new IllegalStateException("no shard " + shard);
        }
        return jda;
    }

    Journal<JDA> ends() {
        return ends;
    }

    /** How often a shard has come to be connected. */
    int connections() {
        return connections.get();
    }

    int attempts() {
        return attempts.get();
    }

    Fleet fleet() {
        return fleet;
    }

    Set<Integer> here() {
        return Set.of(shard);
    }

    Set<Integer> everywhere() {
        return Set.copyOf(IntStream.range(0, shards).boxed().toList());
    }

    /** Says how many more connections there will be, those of all shards counted, when the fault is over. */
    void expectConnections(int more) {
        connectionsExpected += more;
    }

    // ---- the course of a fault ----

    /** Suffers a fault, looks at the loops while it lasts if it can be held, and when it is over. */
    void suffer(Fault fault) {
        shard = random(shards);
        connectionsExpected = connections.get();
        fault.strike(this);
        awaitBack();
    }

    /** Waits for one who resumes or logs in until the loops have been looked at. */
    void lookWhileHeld(Hold hold) {
        Await.until("somebody to hold", () -> hold.kept() > 0, () -> jda().getStatus());
        fleet.assertPaused(here());
        hold.release();
    }

    /** Waits until all shards are connected and all loops at work. */
    void awaitBack() {
        Await.until("the connection", this::isBack, () -> connections + " of " + connectionsExpected);
        fleet.awaitWork();
        if (witness != null) {
            witness.assertNoRunsWhileAway();
        }
    }

    private boolean isBack() {
        if (connections.get() < connectionsExpected) {
            return false;
        }
        if (manager == null) {
            return gateway().isConnected() && jda().getStatus() == JDA.Status.CONNECTED;
        }
        return manager.getShardsQueued() == 0
                && manager.getShards().size() == shards
                && manager.getShards().stream().allMatch(jda -> jda.getStatus() == JDA.Status.CONNECTED)
                && IntStream.range(0, shards).allMatch(id -> gateway().shard(id).isConnected());
    }

    /** Ends the bot and sees that its loops end with it. */
    void end() {
        fleet.awaitWorkOfAll();
        List<LoopTask> loops = fleet.loops();
        shutDown();
        fleet.assertEnded(loops);
        assertThat(discord.rest().requests().stream()
                        .map(RestRequest::body)
                        .filter(body -> body.contains(Fleet.MESSAGE))
                        .map(body -> DataObject.fromJson(body).getString("content"))
                        .distinct()
                        .count())
                .isGreaterThanOrEqualTo(fleet.messages());
    }

    private void shutDown() {
        if (manager != null) {
            Managers.end(manager);
        }
        if (single != null) {
            single.shutdownNow();
        }
    }

    @Override
    public void close() {
        shutDown();
        scheduler.close();
        discord.close();
    }
}
