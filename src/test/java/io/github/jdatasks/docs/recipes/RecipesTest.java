package io.github.jdatasks.docs.recipes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoMoreInteractions;
import static org.mockito.Mockito.when;

import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Key;
import com.google.inject.TypeLiteral;
import io.github.jdatasks.LoopCog;
import io.github.jdatasks.LoopState;
import io.github.jdatasks.Schedule;
import io.github.jdatasks.testing.VirtualConnection;
import io.github.jdatasks.testing.VirtualLoopScheduler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import javax.sql.DataSource;
import net.dv8tion.jda.api.JDA;
import net.dv8tion.jda.api.entities.Activity;
import net.dv8tion.jda.api.entities.Guild;
import net.dv8tion.jda.api.entities.Message;
import net.dv8tion.jda.api.events.message.MessageReceivedEvent;
import net.dv8tion.jda.api.managers.Presence;
import net.dv8tion.jda.api.utils.cache.SnowflakeCacheView;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mockito.ArgumentCaptor;

/** What {@code docs/recipes.md} says of its cogs, in virtual time. */
class RecipesTest {
    private static final Instant START = Instant.parse("2026-01-01T06:00:00Z");

    private final VirtualLoopScheduler time = VirtualLoopScheduler.startingAt(START);

    @TempDir
    private Path directory = Path.of("");

    @AfterEach
    void close() {
        time.close();
    }

    // ---- a bot without a framework ----

    @Test
    void the_counter_saves_every_five_minutes_and_at_the_shutdown() throws IOException {
        Path file = directory.resolve("messages.txt");
        MessageCounter cog = time.create(() -> counter(file));
        VirtualConnection connection = VirtualConnection.of(cog).ready();
        time.runPending();
        assertThat(file).hasContent("0");

        cog.onMessageReceived(message());
        time.advance(Duration.ofMinutes(5));
        assertThat(file).hasContent("1");

        cog.onMessageReceived(message());
        connection.shutdown();
        time.runPending();
        assertThat(file).hasContent("2");

        MessageCounter afterRestart = time.create(() -> counter(file));
        VirtualConnection unused = VirtualConnection.of(afterRestart).ready();
        afterRestart.onMessageReceived(message());
        time.runPending();
        assertThat(file).hasContent("3");
    }

    private static MessageCounter counter(Path file) {
        try {
            return new MessageCounter(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static MessageReceivedEvent message() {
        return new MessageReceivedEvent(mock(JDA.class), 0, mock(Message.class));
    }

    // ---- injected cogs ----

    @Test
    void injected_cogs_are_the_same_objects_for_all_that_ask_for_them() throws SQLException {
        DataSource database = JdbcConnectionPool.create("jdbc:h2:mem:guilds", "sa", "");
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create table guild_count (guilds bigint)");
            JDA jda = mock(JDA.class);
            SnowflakeCacheView<Guild> guilds = mock();
            when(guilds.size()).thenReturn(3L);
            when(jda.getGuildCache()).thenReturn(guilds);
            Injector injector = Guice.createInjector(new BotModule(database));

            GuildCount cog =
                    time.create(() -> (GuildCount) cogs(injector).iterator().next());
            VirtualConnection unused = VirtualConnection.of(cog).withJda(jda).ready();
            time.runPending();

            assertThat(cogs(injector)).containsExactly(cog);
            try (ResultSet saved = statement.executeQuery("select guilds from guild_count")) {
                assertThat(saved.next()).isTrue();
                assertThat(saved.getLong(1)).isEqualTo(3);
            }
        }
    }

    private static Set<LoopCog> cogs(Injector injector) {
        return injector.getInstance(Key.get(new TypeLiteral<Set<LoopCog>>() {}));
    }

    // ---- configuration ----

    @Test
    void a_configuration_is_read_before_the_bot_is_ready() throws IOException {
        Feeds cog = feeds("fetch=PT1H\ndigest=30 9 * * *\nzone=UTC");
        VirtualConnection connection = VirtualConnection.of(cog).login();
        time.runPending();
        assertThat(cog.loop("fetch").schedule().describe())
                .isEqualTo(Schedule.every(Duration.ofHours(1)).describe());

        connection.ready();
        time.runPending();
        assertThat(cog.loop("fetch").nextIteration()).hasValue(START.plus(Duration.ofHours(1)));
        assertThat(cog.loop("digest").nextIteration()).hasValue(Instant.parse("2026-01-01T09:30:00Z"));
    }

    @Test
    void a_change_of_the_configuration_reaches_loops_that_wait() throws IOException {
        Feeds cog = feeds("fetch=PT1H\ndigest=30 9 * * *\nzone=UTC");
        VirtualConnection unused = VirtualConnection.of(cog).ready();
        time.advance(Duration.ofMinutes(5));

        write("fetch=PT20M\ndigest=0 12 * * *\nzone=Europe/Berlin", 2);
        time.advance(Duration.ofSeconds(10));
        assertThat(cog.loop("fetch").nextIteration()).hasValue(START.plus(Duration.ofMinutes(20)));
        assertThat(cog.loop("digest").nextIteration()).hasValue(Instant.parse("2026-01-01T11:00:00Z"));
        assertThat(cog.loop("fetch").stats().runs()).isEqualTo(1);
    }

    @Test
    void an_interval_that_stays_the_same_keeps_its_grid() throws IOException {
        Feeds cog = feeds("fetch=PT1H\ndigest=30 9 * * *\nzone=UTC");
        VirtualConnection unused = VirtualConnection.of(cog).ready();
        time.advance(Duration.ofMinutes(45));

        write("fetch=PT1H\ndigest=0 12 * * *\nzone=UTC", 2);
        time.advance(Duration.ofSeconds(10));
        assertThat(cog.loop("digest").nextIteration()).hasValue(Instant.parse("2026-01-01T12:00:00Z"));
        assertThat(cog.loop("fetch").nextIteration()).hasValue(START.plus(Duration.ofHours(1)));
    }

    @Test
    void a_typo_changes_nothing_until_it_is_corrected() throws IOException {
        Feeds cog = feeds("fetch=PT1H\ndigest=30 9 * * *\nzone=UTC");
        VirtualConnection unused = VirtualConnection.of(cog).ready();
        time.runPending();

        write("fetch=PT20M\ndigest=30 25 * * *\nzone=UTC", 2);
        time.advance(Duration.ofSeconds(30));
        assertThat(cog.loop("reload").stats().failures()).isEqualTo(3);
        assertThat(cog.loop("reload").stats().lastError().orElseThrow()).hasMessageContaining("25");
        assertThat(cog.loop("fetch").nextIteration()).hasValue(START.plus(Duration.ofHours(1)));

        write("fetch=PT20M\ndigest=30 5 * * *\nzone=UTC", 3);
        time.advance(Duration.ofSeconds(10));
        assertThat(cog.loop("fetch").nextIteration()).hasValue(START.plus(Duration.ofMinutes(20)));
    }

    private Feeds feeds(String config) throws IOException {
        write(config, 1);
        return time.create(() -> new Feeds(directory.resolve("bot.properties")));
    }

    /** Writes the file; some file systems tell only seconds apart, so the time of the change is a number of these. */
    private void write(String config, int second) throws IOException {
        Path file = directory.resolve("bot.properties");
        Files.writeString(file, config);
        Files.setLastModifiedTime(file, FileTime.from(START.plusSeconds(second)));
    }

    // ---- the status ----

    @Test
    void the_status_is_set_once_after_an_outage_however_long_it_was() {
        JDA jda = mock(JDA.class);
        Presence presence = mock(Presence.class);
        when(jda.getPresence()).thenReturn(presence);
        RotatingStatus cog = time.create(RotatingStatus::new);
        VirtualConnection connection = VirtualConnection.of(cog).withJda(jda).ready();
        time.runPending();
        verify(presence).setActivity(Activity.playing("chess"));

        connection.disconnect();
        time.advance(Duration.ofMinutes(30));
        verifyNoMoreInteractions(presence);
        assertThat(cog.loop("rotate").state()).isEqualTo(LoopState.PAUSED);

        connection.resume();
        time.runPending();
        ArgumentCaptor<Activity> set = ArgumentCaptor.forClass(Activity.class);
        verify(presence, times(2)).setActivity(set.capture());
        assertThat(set.getValue()).isEqualTo(Activity.watching("the news"));
    }
}
