package io.github.jdatasks.cog;

import static ch.qos.logback.classic.Level.WARN;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.jdatasks.Loop;
import io.github.jdatasks.LoopCog;
import io.github.jdatasks.support.LogLines;
import io.github.jdatasks.support.OfflineJda;
import io.github.jdatasks.testing.VirtualLoopScheduler;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import net.dv8tion.jda.api.JDA;
import net.dv8tion.jda.api.hooks.InterfacedEventManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several cogs of one class on one bot: one for each shard is a mistake, several on the same shards may be meant. */
@SuppressWarnings("UnusedMethod") // loops are called by the library
class DuplicateCogsTest {
    private final VirtualLoopScheduler time = VirtualLoopScheduler.startingAt(Instant.parse("2026-03-01T00:00:00Z"));
    private final OfflineJda.Manager manager = new OfflineJda.Manager();
    private int runs;

    class Feeds extends LoopCog {
        @Loop(minutes = 1)
        void tick() {
            runs++;
        }
    }

    private List<OfflineJda> shards(int count, boolean managed) {
        List<OfflineJda> shards = IntStream.range(0, count)
                .mapToObj(id -> new OfflineJda(id, count))
                .toList();
        if (managed) {
            shards.forEach(shard -> shard.setShardManager(manager.proxy()));
            manager.list(shards.toArray(JDA[]::new));
        }
        return shards;
    }

    private Feeds feeds() {
        return time.create(Feeds::new);
    }

    private List<String> warningsOfLogin(List<OfflineJda> shards) {
        try (LogLines log = LogLines.ofLibrary()) {
            shards.forEach(OfflineJda::logIn);
            time.runPending();
            return log.from(WARN);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void one_cog_for_each_shard_makes_one_warning(boolean managed) {
        List<OfflineJda> shards = shards(4, managed);
        shards.forEach(shard -> shard.addEventListener(feeds()));
        assertThat(warningsOfLogin(shards))
                .containsExactly(
                        "WARN Two cogs of class Feeds serve one bot, each on shards of its own, so each loop runs"
                                + " twice. Make one Feeds and give that same object to all shards:"
                                + " builder.addEventListeners(cog), or addEventListenerProvider(id -> cog) with a cog made before");
        assertThat(runs).isEqualTo(4);
    }

    @Test
    void shards_that_log_in_one_after_the_other_make_one_warning_too() {
        List<String> warnings = new ArrayList<>();
        for (OfflineJda shard : shards(3, true)) {
            shard.addEventListener(feeds());
            warnings.addAll(warningsOfLogin(List.of(shard)));
        }
        assertThat(warnings).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void one_cog_for_all_shards_makes_none(boolean managed) {
        List<OfflineJda> shards = shards(2, managed);
        Feeds cog = feeds();
        shards.forEach(shard -> shard.addEventListener(cog));
        assertThat(warningsOfLogin(shards)).isEmpty();
        assertThat(runs).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void several_cogs_on_the_same_shards_make_none(boolean managed) {
        List<OfflineJda> shards = shards(2, managed);
        Feeds news = feeds();
        Feeds weather = feeds();
        shards.forEach(shard -> shard.addEventListener(news, weather));
        assertThat(warningsOfLogin(shards)).isEmpty();
        assertThat(runs).isEqualTo(2);
    }

    @Test
    void cogs_of_two_classes_make_none() {
        List<OfflineJda> shards = shards(2, true);
        shards.get(0).addEventListener(feeds());
        shards.get(1).addEventListener(time.<Feeds>create(() -> new Feeds() {}));
        assertThat(warningsOfLogin(shards)).isEmpty();
    }

    @Test
    void the_new_cog_of_a_bot_that_is_started_again_makes_none() {
        OfflineJda before = new OfflineJda();
        OfflineJda after = new OfflineJda();
        before.addEventListener(feeds());
        after.addEventListener(feeds());
        assertThat(warningsOfLogin(List.of(before))).isEmpty();
        assertThat(warningsOfLogin(List.of(after))).isEmpty();
    }

    @Test
    void a_bot_whose_listeners_cannot_be_read_is_served_all_the_same() {
        List<OfflineJda> shards = shards(2, false);
        shards.forEach(shard -> {
            shard.setEventManager(new InterfacedEventManager() {
                @Override
                public List<Object> getRegisteredListeners() {
                    throw new UnsupportedOperationException();
                }
            });
            shard.addEventListener(feeds());
        });
        assertThat(warningsOfLogin(shards)).isEmpty();
        assertThat(runs).isEqualTo(2);
    }
}
