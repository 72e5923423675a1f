package io.github.jdatasks.mockdiscord;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.jdatasks.mockdiscord.junit.MockBot;
import java.util.Map;
import java.util.Objects;
import net.dv8tion.jda.api.events.interaction.ModalInteractionEvent;
import net.dv8tion.jda.api.events.interaction.command.SlashCommandInteractionEvent;
import net.dv8tion.jda.api.events.interaction.component.ButtonInteractionEvent;
import net.dv8tion.jda.api.events.session.ReadyEvent;
import net.dv8tion.jda.api.hooks.ListenerAdapter;
import net.dv8tion.jda.api.interactions.Interaction;
import net.dv8tion.jda.api.requests.Route;
import net.dv8tion.jda.api.utils.data.DataObject;
import net.dv8tion.jda.api.utils.messages.MessageCreateBuilder;
import net.dv8tion.jda.internal.requests.RestActionImpl;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("e2e")
@MockBot(listeners = MockModalTest.Reports.class)
class MockModalTest {

    @BeforeEach
    void be_patient(MockDiscord discord) {
        discord.patience(TestClient.SOON);
    }

    @Test
    void a_form_is_readable_and_can_be_filled_in(MockDiscord discord) {
        MockMember alice = discord.member("alice");
        MockInteraction report = alice.slash("report");

        assertThat(report.modal().title()).isEqualTo("Report");
        assertThat(report.modal().inputs())
                .containsExactly(
                        new MockModal.Input("reason", "Reason", true, ""),
                        new MockModal.Input("details", "Details", false, ""));
        alice.submit(report, Map.of("Reason", "spam", "details", "much"))
                .reply()
                .assertEphemeral()
                .assertContent("report by alice: spam, much");
    }

    @Test
    void a_form_behind_a_button_may_change_the_message_of_the_button(MockDiscord discord) {
        MockMember alice = discord.member("alice");
        MockMessage panel = alice.slash("panel").reply();
        MockInteraction click = alice.click(panel, "Report");

        MockMessage changed = alice.submit(click, Map.of("Reason", "noise")).reply();
        assertThat(changed.id()).isEqualTo(panel.id());
        changed.assertContent("report by alice: noise,").assertNoButton("Report");
    }

    @Test
    void what_a_form_does_not_take_is_refused(MockDiscord discord) {
        MockMember alice = discord.member("alice");
        MockInteraction report = alice.slash("report");
        MockInteraction panel = alice.slash("panel");

        assertThatIllegalStateException()
                .isThrownBy(() -> alice.submit(report, Map.of("Details", "none")))
                .withMessage("Nothing is typed for Input[customId=reason, label=Reason, required=true, value=]");
        assertThatIllegalStateException()
                .isThrownBy(() -> alice.submit(report, Map.of("Why", "spam")))
                .withMessageStartingWith("No input \"Why\" among [Input[customId=reason");
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(panel::modal)
                .withMessageStartingWith("A modal was expected, but the bot's answer is MockAnswer[type=REPLY");
    }

    static final class Reports extends ListenerAdapter {

        @Override
        public void onReady(ReadyEvent event) {
            event.getJDA().upsertCommand("report", "Reports someone").queue();
            event.getJDA().upsertCommand("panel", "Shows the button").queue();
        }

        @Override
        public void onSlashCommandInteraction(SlashCommandInteractionEvent event) {
            if (event.getName().equals("report")) {
                show(event);
            } else {
                MessageCreateBuilder panel = new MessageCreateBuilder().setContent("Trouble?");
                event.reply(TestComponents.rows(panel, TestComponents.primary("report", "Report"))
                                .build())
                        .queue();
            }
        }

        @Override
        public void onButtonInteraction(ButtonInteractionEvent event) {
            show(event);
        }

        @Override
        public void onModalInteraction(ModalInteractionEvent event) {
            String text = event.getModalId() + " by " + event.getUser().getName() + ": "
                    + Objects.requireNonNull(event.getValue("reason")).getAsString() + ", "
                    + Objects.requireNonNull(event.getValue("details")).getAsString();
            if (event.getMessage() == null) {
                event.reply(text).setEphemeral(true).queue();
            } else {
                event.editMessage(text).setReplace(true).queue();
            }
        }

        /** As {@code replyModal}, whose parameter is in another package in each version of JDA. */
        private static void show(Interaction event) {
            DataObject answer = DataObject.empty().put("type", 9).put("data", TestComponents.modal("report", "Report"));
            new RestActionImpl<>(
                            event.getJDA(),
                            Route.Interactions.CALLBACK.compile(event.getId(), event.getToken()),
                            answer)
                    .queue();
        }
    }
}
