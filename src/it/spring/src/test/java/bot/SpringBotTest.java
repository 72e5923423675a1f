package bot;

import static bot.Contexts.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.jdatasks.LoopCog;
import io.github.jdatasks.LoopScheduler;
import io.github.jdatasks.LoopState;
import io.github.jdatasks.LoopTask;
import java.util.List;
import net.dv8tion.jda.api.JDA;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.SpringVersion;
import org.springframework.jdbc.core.JdbcTemplate;

class SpringBotTest {
    private final AnnotationConfigApplicationContext context =
            Contexts.start(BotConfiguration.class, MockDiscordConfiguration.class, Witness.class);
    private final JdbcTemplate jdbc = context.getBean(JdbcTemplate.class);

    @AfterEach
    void close() {
        context.close();
    }

    /** Looks into the database when the context begins to destroy its beans. */
    static class Witness implements DisposableBean {
        private final JdbcTemplate jdbc;
        private long ends;

        Witness(JdbcTemplate jdbc) {
            this.jdbc = jdbc;
        }

        @Override
        public void destroy() {
            ends = count(jdbc, "end of the digest");
        }
    }

    private static long count(JdbcTemplate jdbc, String text) {
        return jdbc.queryForObject("SELECT COUNT(*) FROM sent WHERE text = ?", Long.class, text);
    }

    private long sent(String text) {
        return count(jdbc, text);
    }

    @Test
    void it_runs_with_the_version_that_was_asked_for() {
        assertThat(SpringVersion.getVersion()).isEqualTo(System.getProperty("spring.version"));
    }

    @Test
    void a_cog_is_a_bean_with_a_repository_and_its_times_come_from_properties() throws Exception {
        LoopTask write = context.getBean(Digest.class).loop("write");
        assertThat(write.schedule().describe()).isEqualTo("every second on the clock of Europe/Berlin");
        await("a digest", () -> sent("digest") > 0);
    }

    @Test
    void a_transactional_body_is_all_or_nothing() throws Exception {
        LoopTask sendAll = context.getBean("reminderLoops", LoopCog.class).loop("sendAll");
        context.getBean(Outbox.class).refused.add("bad");
        jdbc.update("INSERT INTO reminders VALUES ('bad')");
        await("failures", () -> sendAll.stats().failures() >= 2);
        assertThat(sent("bad")).isZero();
        context.getBean(Outbox.class).refused.clear();
        await("the reminder", () -> sent("bad") == 1);
        assertThat(jdbc.queryForList("SELECT text FROM reminders")).isEmpty();
    }

    @Test
    void when_the_context_closes_the_loops_end_before_the_database_does() throws Exception {
        LoopTask write = context.getBean(Digest.class).loop("write");
        JDA jda = context.getBean(JDA.class);
        LoopScheduler scheduler = context.getBean(LoopScheduler.class);
        Witness witness = context.getBean(Witness.class);
        await("the first run", () -> write.stats().runs() > 0);
        context.close();
        assertThat(witness.ends).isEqualTo(1);
        assertThat(write.state()).isEqualTo(LoopState.FINISHED);
        assertThat(List.of(JDA.Status.SHUTTING_DOWN, JDA.Status.SHUTDOWN)).contains(jda.getStatus());
        assertThat(scheduler.loops()).isEmpty();
    }
}
