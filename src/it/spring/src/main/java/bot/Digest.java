package bot;

import io.github.jdatasks.AfterLoop;
import io.github.jdatasks.Loop;
import io.github.jdatasks.LoopCog;
import io.github.jdatasks.LoopScheduler;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

@Component
class Digest extends LoopCog {
    private final JdbcTemplate jdbc;

    Digest(JdbcTemplate jdbc, LoopScheduler scheduler) {
        super(scheduler);
        this.jdbc = jdbc;
    }

    @Loop(cron = "${digest.cron}", zone = "${digest.zone}")
    void write() {
        jdbc.update("INSERT INTO sent VALUES ('digest')");
    }

    @AfterLoop
    void save() {
        jdbc.update("INSERT INTO sent VALUES ('end of the digest')");
    }
}
