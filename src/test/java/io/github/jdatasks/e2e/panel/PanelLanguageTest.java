package io.github.jdatasks.e2e.panel;

import static ch.qos.logback.classic.Level.ERROR;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.jdatasks.e2e.EndToEnd;
import io.github.jdatasks.mockdiscord.MockButton;
import io.github.jdatasks.mockdiscord.MockInteraction;
import io.github.jdatasks.mockdiscord.MockMember;
import io.github.jdatasks.mockdiscord.MockMessage;
import io.github.jdatasks.support.LogLines;
import java.io.IOException;
import java.io.StringReader;
import java.util.ListResourceBundle;
import java.util.Locale;
import java.util.PropertyResourceBundle;
import net.dv8tion.jda.api.interactions.DiscordLocale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The language of the person decides. */
@EndToEnd
class PanelLanguageTest {
    private final Stage stage = new Stage();

    @AfterEach
    void close() {
        stage.close();
    }

    @Test
    void a_German_gets_German() {
        MockMember german = stage.admin.locale(DiscordLocale.GERMAN);
        stage.start("news", run -> stage.time.sleep(ofSeconds(1)));
        stage.time.advance(ofSeconds(2));
        assertThat(german.slash("loops list").reply().embed().title()).isEqualTo("Schleifen (1)");
        MockMessage news = german.slash(Stage.call("show", "news")).reply();
        assertThat(news.embed().field("Zustand")).isEqualTo("wartet");
        assertThat(news.embed().field("Zeitplan")).isEqualTo("alle 5 min");
        assertThat(news.buttons())
                .extracting(MockButton::label)
                .containsExactly("Jetzt ausführen", "Pausieren", "Aktualisieren");
        MockInteraction run = german.click(news, "Jetzt ausführen");
        stage.awaitLine("begun for news");
        stage.time.advance(ofSeconds(1));
        assertThat(run.reply().content()).isEqualTo("**news** wurde ausgeführt; das hat `1 s` gedauert.");
        assertThat(stage.log.with("news has been run; it took 1 s.")).hasSize(1); // the log is in English
        assertThat(german.slash(Stage.call("show", "weather")).reply().content())
                .contains("`/schleifen liste`");
        assertThat(stage.guest
                        .locale(DiscordLocale.GERMAN)
                        .slash("loops list")
                        .reply()
                        .content())
                .startsWith("Du darfst diesen Befehl nicht benutzen.");
    }

    @Test
    void a_text_that_is_none_is_answered_with_an_excuse_and_logged() {
        stage.panel.texts(Locale.FRENCH, new ListResourceBundle() {
            @Override
            protected Object[][] getContents() {
                return new Object[][] {{"list.none", 5}};
            }
        });
        MockMessage sorry =
                stage.admin.locale(DiscordLocale.FRENCH).slash("loops list").reply();
        assertThat(sorry.content()).isEqualTo("Something went wrong; the log of the bot says what.");
        assertThat(sorry.isEphemeral()).isTrue();
        assertThat(stage.log.from(ERROR))
                .singleElement()
                .asString()
                .startsWith(
                        "ERROR Answering ada (id " + stage.admin.user().id() + ") for /loops list failed [stack of ");
    }

    @Test
    void a_language_without_texts_gets_English_and_a_bot_may_add_its_own() throws IOException {
        stage.start("news");
        MockMember french = stage.admin.locale(DiscordLocale.FRENCH);
        assertThat(french.slash(Stage.call("pause", "news")).reply().content()).startsWith("**news** is paused.");
        stage.panel.texts(
                Locale.FRENCH, new PropertyResourceBundle(new StringReader("resume.done={0} continue, c''est tout.")));
        assertThat(french.slash(Stage.call("resume", "news")).reply().content())
                .isEqualTo("**news** continue, c''est tout.");
        assertThat(french.slash(Stage.call("pause", "news")).reply().content()).startsWith("**news** is paused.");
    }

    @Test
    void a_bundle_of_which_nothing_works_is_answered_with_an_excuse_and_no_exception_reaches_JDA() {
        LogLines ofJda = LogLines.of("net.dv8tion.jda.api.JDA");
        stage.start("news");
        stage.panel.texts(Locale.FRENCH, new ListResourceBundle() {
            @Override
            protected Object[][] getContents() {
                throw new IllegalStateException("on purpose");
            }
        });
        MockMember french = stage.admin.locale(DiscordLocale.FRENCH);
        assertThat(french.slash(Stage.call("pause", "news")).reply().content())
                .isEqualTo("Something went wrong; the log of the bot says what.");
        assertThat(ofJda.with("uncaught exception")).isEmpty();
        ofJda.close();
    }
}
