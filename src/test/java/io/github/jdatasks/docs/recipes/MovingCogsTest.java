package io.github.jdatasks.docs.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.jdatasks.AfterLoop;
import io.github.jdatasks.Loop;
import io.github.jdatasks.LoopCog;
import io.github.jdatasks.LoopContext;
import io.github.jdatasks.e2e.Bot;
import io.github.jdatasks.e2e.EndToEnd;
import io.github.jdatasks.e2e.Journal;
import io.github.jdatasks.mockdiscord.MockDiscord;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import net.dv8tion.jda.api.JDA;
import net.dv8tion.jda.api.events.GenericEvent;
import net.dv8tion.jda.api.hooks.EventListener;
import net.dv8tion.jda.api.hooks.IEventManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What {@code docs/recipes.md} says of cogs that leave a bot, and of the event managers of frameworks. */
@EndToEnd
class MovingCogsTest {
    private final MockDiscord discord = MockDiscord.start();
    private final ExecutorService coroutines = Executors.newFixedThreadPool(4);
    private final Journal<String> journal = new Journal<>();

    @AfterEach
    void close() {
        discord.close();
        coroutines.shutdown();
    }

    private final class Traveller extends LoopCog {
        @Override
        protected void cogLoad(JDA jda) {
            journal.add("load with " + jda.getToken());
        }

        @Loop(hours = 1)
        void visit(LoopContext run) {
            journal.add("run " + run.iteration() + " with " + run.jda().getToken());
        }

        @AfterLoop
        void say(JDA jda) {
            jda.getTextChannelsByName(discord.guild().channel().name(), false)
                    .get(0)
                    .sendMessage("bye")
                    .complete();
            journal.add("after");
        }

        @Override
        protected void cogUnload() {
            journal.add("unload");
        }
    }

    @Test
    void a_cog_goes_on_with_another_token_and_its_after_hook_can_still_use_the_old_one() {
        Traveller cog = new Traveller();
        JDA jda = discord.login(Bot.builder().setToken("old").addEventListeners(cog));
        journal.await("run 0 with Bot old"::equals);

        cog.unload().join();
        jda.shutdown();
        jda = discord.login(Bot.builder().setToken("new").addEventListeners(cog));
        journal.await("run 0 with Bot new"::equals);
        assertThat(discord.channel(discord.guild().channel().name()).sent()).hasSize(1);

        cog.unload().join();
        jda.shutdownNow();
        assertThat(journal.entries())
                .containsExactly(
                        "load with Bot old",
                        "run 0 with Bot old",
                        "after",
                        "unload",
                        "load with Bot new",
                        "run 0 with Bot new",
                        "after",
                        "unload");
    }

    /** Delivers events in any order, and does not tell who is registered, as the CoroutineEventManager of jda-ktx. */
    private final class Coroutines implements IEventManager {
        private final List<Object> listeners = new CopyOnWriteArrayList<>();

        @Override
        public void register(Object listener) {
            listeners.add(listener);
        }

        @Override
        public void unregister(Object listener) {
            listeners.remove(listener);
        }

        @Override
        public void handle(GenericEvent event) {
            coroutines.execute(() -> listeners.forEach(listener -> ((EventListener) listener).onEvent(event)));
        }

        @Override
        public List<Object> getRegisteredListeners() {
            return List.of(listeners);
        }
    }

    @Test
    void a_cog_comes_back_by_attach_under_an_event_manager_that_does_not_tell_who_is_registered() {
        Traveller cog = new Traveller();
        try (Bot bot = Bot.login(discord, builder -> builder.setEventManager(new Coroutines()), cog)) {
            journal.await("run 0 with Bot token"::equals);
            cog.unload().join();
            journal.await("unload"::equals);

            cog.attach(bot.jda());
            journal.await("run 0 with Bot token"::equals, 2);
            cog.unload().join();
        }
        assertThat(journal.entries())
                .containsExactly(
                        "load with Bot token",
                        "run 0 with Bot token",
                        "after",
                        "unload",
                        "load with Bot token",
                        "run 0 with Bot token",
                        "after",
                        "unload");
    }
}
