package io.github.jdatasks.docs.recipes;

import com.google.inject.*;
import com.google.inject.multibindings.Multibinder;
import io.github.jdatasks.LoopCog;
import java.util.Set;
import javax.sql.DataSource;
import net.dv8tion.jda.api.*;

final class BotModule extends AbstractModule {
    private final DataSource database;

    BotModule(DataSource database) {
        this.database = database;
    }

    @Override
    protected void configure() {
        bind(DataSource.class).toInstance(database);
        Multibinder<LoopCog> cogs = Multibinder.newSetBinder(binder(), LoopCog.class);
        cogs.addBinding().to(GuildCount.class).in(Singleton.class);
    }

    @Provides
    @Singleton
    JDA jda(Set<LoopCog> cogs) {
        return JDABuilder.createLight(System.getenv("DISCORD_TOKEN"))
                .addEventListeners(cogs.toArray())
                .build();
    }
}
