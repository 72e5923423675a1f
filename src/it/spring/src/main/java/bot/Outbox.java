package bot;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/** Where texts go; some cannot be sent. */
@Repository
class Outbox {
    final Set<String> refused = ConcurrentHashMap.newKeySet();
    private final JdbcTemplate jdbc;

    Outbox(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    void send(String text) {
        jdbc.update("INSERT INTO sent VALUES (?)", text);
        if (refused.contains(text)) {
            throw new IllegalStateException(text + " cannot be sent");
        }
    }
}
