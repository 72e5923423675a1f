package io.github.jdatasks.example;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.jdatasks.testing.VirtualConnection;
import io.github.jdatasks.testing.VirtualLoopScheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class CountdownCogTest {
    private final VirtualLoopScheduler time = VirtualLoopScheduler.startingAt(Instant.EPOCH);
    private final CountdownCog cog = time.create(CountdownCog::new);
    private final VirtualConnection connection = VirtualConnection.of(cog);
    private final Logger logger = (Logger) LoggerFactory.getLogger(CountdownCog.class);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void listen() {
        log.start();
        logger.addAppender(log);
    }

    @AfterEach
    void end() {
        logger.detachAppender(log);
        time.close();
    }

    @Test
    void it_counts_down_and_says_that_it_is_over() {
        connection.ready();
        time.advance(Duration.ofSeconds(5));
        assertThat(lines()).containsExactly("3 to go.", "2 to go.", "1 to go.", "The countdown is over.");
    }

    @Test
    void a_countdown_that_is_cut_short_is_not_said_to_be_over() {
        connection.ready();
        time.advance(Duration.ofSeconds(1));
        connection.shutdown();
        time.advance(Duration.ofSeconds(5));
        assertThat(lines()).containsExactly("3 to go.", "2 to go.", "The countdown was ended with 1 to go.");
    }

    @Test
    void one_that_has_not_begun_is_not_said_to_be_over() {
        connection.login();
        time.runPending();
        connection.shutdown();
        time.advance(Duration.ofSeconds(5));
        assertThat(lines()).containsExactly("The countdown was ended with 3 to go.");
    }

    @Test
    void it_begins_anew_with_each_start() {
        connection.ready();
        time.advance(Duration.ofSeconds(5));
        log.list.clear();
        cog.loop("countdown").start();
        time.runPending();
        cog.loop("countdown").cancel();
        time.runPending();
        assertThat(lines()).containsExactly("3 to go.", "The countdown was ended with 2 to go.");
    }

    private List<String> lines() {
        return log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }
}
