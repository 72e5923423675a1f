package bot;

import io.github.jdatasks.mockdiscord.MockDiscord;
import net.dv8tion.jda.api.JDA;
import net.dv8tion.jda.api.JDABuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;

@Configuration
@Profile("test")
class MockDiscordConfiguration {
    @Bean
    MockDiscord discord() {
        return MockDiscord.start();
    }

    @Bean(destroyMethod = "shutdown")
    JDA jda(MockDiscord discord) {
        return discord.login(JDABuilder.createLight("token").setEnableShutdownHook(false));
    }
}
