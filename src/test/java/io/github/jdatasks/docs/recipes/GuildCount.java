package io.github.jdatasks.docs.recipes;

import io.github.jdatasks.*;
import jakarta.inject.Inject;
import java.sql.*;
import javax.sql.DataSource;
import net.dv8tion.jda.api.JDA;

final class GuildCount extends LoopCog {
    private final DataSource database;

    @Inject
    GuildCount(DataSource database) {
        this.database = database;
    }

    @Loop(hours = 1, retryOn = SQLTransientException.class)
    void save(JDA jda) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement insert = connection.prepareStatement("insert into guild_count values (?)")) {
            insert.setLong(1, jda.getGuildCache().size());
            insert.executeUpdate();
        }
    }
}
