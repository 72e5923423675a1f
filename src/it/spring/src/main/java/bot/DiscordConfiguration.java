package bot;

import net.dv8tion.jda.api.JDA;
import net.dv8tion.jda.api.JDABuilder;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;

@Configuration
@Profile("!test")
class DiscordConfiguration {
    @Bean(destroyMethod = "shutdown")
    JDA jda(@Value("${discord.token}") String token) {
        return JDABuilder.createLight(token)
                .setEnableShutdownHook(false) // Spring has one, and JDA's would run at the same time
                .build();
    }
}
