package bot;

import io.github.jdatasks.LoopCog;
import io.github.jdatasks.LoopScheduler;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.PropertySource;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseBuilder;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseType;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.EnableTransactionManagement;

@Configuration
@ComponentScan
@PropertySource("classpath:bot.properties")
@EnableTransactionManagement(proxyTargetClass = true)
public class BotConfiguration {
    @Bean
    LoopScheduler scheduler(Environment environment) {
        return LoopScheduler.builder()
                .texts(environment::resolveRequiredPlaceholders)
                .build();
    }

    @Bean
    LoopCog reminderLoops(Reminders reminders, LoopScheduler scheduler) {
        return LoopCog.of(reminders, scheduler);
    }

    // ---- the database, as any other bean needs it ----

    @Bean
    DataSource database() {
        return new EmbeddedDatabaseBuilder()
                .setType(EmbeddedDatabaseType.H2)
                .generateUniqueName(true)
                .addScript("classpath:tables.sql")
                .build();
    }

    @Bean
    JdbcTemplate jdbc(DataSource database) {
        return new JdbcTemplate(database);
    }

    @Bean
    PlatformTransactionManager transactions(DataSource database) {
        return new DataSourceTransactionManager(database);
    }
}
