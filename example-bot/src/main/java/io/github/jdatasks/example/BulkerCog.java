package io.github.jdatasks.example;

import io.github.jdatasks.AfterLoop;
import io.github.jdatasks.BeforeLoop;
import io.github.jdatasks.Loop;
import io.github.jdatasks.LoopCog;
import io.github.jdatasks.example.Intake.Row;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.util.List;
import net.dv8tion.jda.api.events.message.MessageReceivedEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Collects a row from each message, saves them in bulk now and then, and what is left when the loop ends. */
public final class BulkerCog extends LoopCog {
    private static final Logger LOG = LoggerFactory.getLogger(BulkerCog.class);

    private final Intake intake = new Intake();
    private final MessageTable table;

    public BulkerCog(Database database) {
        table = new MessageTable(database);
    }

    @Override
    public void onMessageReceived(MessageReceivedEvent event) {
        Row row = new Row(
                event.getMessageIdLong(),
                event.getChannel().getIdLong(),
                event.getAuthor().getIdLong());
        if (!intake.offer(row)) {
            LOG.warn("Message {} came while nothing saves, and is not kept.", row.messageId());
        }
    }

    @BeforeLoop("bulker")
    void open() throws SQLException {
        table.create();
        // Not earlier: from here on it is certain that the after-hook will run.
        intake.open();
    }

    @Loop(seconds = 3, retryOn = SQLTransientException.class)
    void bulker() throws SQLException {
        LOG.info("{} rows saved.", save());
    }

    /** However the loop ends, by cancel(), shutdown or SIGTERM: no row that was accepted is lost. */
    @AfterLoop("bulker")
    void saveTheRest() throws SQLException {
        intake.close();
        int rows = save();
        LOG.info("The last {} rows saved; {} were accepted in all.", rows, intake.accepted());
    }

    /** How many rows were accepted, and so are in the database when the loop has ended. */
    public long accepted() {
        return intake.accepted();
    }

    private int save() throws SQLException {
        List<Row> rows = intake.peek();
        if (rows.isEmpty()) {
            return 0; // without the before-hook, say after SIGTERM during the login, there is not even a table
        }
        table.save(rows);
        // Only now: had the save failed or been interrupted, the next one, or the after-hook, would find them.
        intake.remove(rows);
        return rows.size();
    }
}
