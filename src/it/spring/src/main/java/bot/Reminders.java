package bot;

import io.github.jdatasks.Loop;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

@Service
class Reminders {
    private final JdbcTemplate jdbc;
    private final Outbox outbox;

    Reminders(JdbcTemplate jdbc, Outbox outbox) {
        this.jdbc = jdbc;
        this.outbox = outbox;
    }

    @Loop(seconds = 0.1)
    @Transactional
    public void sendAll() {
        for (String text : jdbc.queryForList("SELECT text FROM reminders", String.class)) {
            jdbc.update("DELETE FROM reminders WHERE text = ?", text);
            outbox.send(text); // if it throws, the reminder is not deleted
        }
    }
}
