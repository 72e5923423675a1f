package io.github.jdatasks.mockdiscord;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import net.dv8tion.jda.api.entities.Guild;
import net.dv8tion.jda.api.entities.Member;
import net.dv8tion.jda.api.entities.Message;
import net.dv8tion.jda.api.entities.MessageReaction;
import net.dv8tion.jda.api.entities.Role;
import net.dv8tion.jda.api.entities.User;
import net.dv8tion.jda.api.entities.channel.concrete.TextChannel;
import net.dv8tion.jda.api.entities.emoji.Emoji;
import net.dv8tion.jda.api.events.guild.member.GuildMemberJoinEvent;
import net.dv8tion.jda.api.events.guild.member.GuildMemberRemoveEvent;
import net.dv8tion.jda.api.events.message.MessageDeleteEvent;
import net.dv8tion.jda.api.events.message.MessageReceivedEvent;
import net.dv8tion.jda.api.events.message.MessageUpdateEvent;
import net.dv8tion.jda.api.events.message.react.MessageReactionAddEvent;
import net.dv8tion.jda.api.events.message.react.MessageReactionRemoveEvent;
import net.dv8tion.jda.api.events.role.RoleCreateEvent;
import net.dv8tion.jda.api.interactions.commands.build.Commands;
import net.dv8tion.jda.api.requests.GatewayIntent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("e2e")
class MockPeopleTest {
    private final MockDiscord discord = MockDiscord.start();
    private final MockMember alice = discord.member("alice");

    @AfterEach
    void close() {
        discord.close();
    }

    private TestClient login(GatewayIntent... intents) throws InterruptedException {
        TestClient client = new TestClient(discord, builder -> builder.setEnabledIntents(List.of(intents)));
        client.jda().awaitReady();
        return client;
    }

    private TextChannel channel(TestClient client) {
        return Objects.requireNonNull(
                client.jda().getTextChannelById(discord.guild().channel().id()));
    }

    @Test
    void a_message_of_a_member_arrives_with_its_author_and_text() throws InterruptedException {
        try (TestClient client = login(GatewayIntent.GUILD_MESSAGES, GatewayIntent.MESSAGE_CONTENT)) {
            MockMessage said = alice.role("moderators").say("hello");

            MessageReceivedEvent event = client.await(MessageReceivedEvent.class);
            assertThat(event.getMessageIdLong()).isEqualTo(said.id());
            assertThat(event.getMessage().getContentRaw()).isEqualTo("hello");
            assertThat(event.getAuthor().getName()).isEqualTo("alice");
            assertThat(Objects.requireNonNull(event.getMember()).getRoles())
                    .extracting(role -> role.getName())
                    .containsExactly("moderators");
            event.getMessage().reply("hello too").complete();
            assertThat(discord.rest().requests())
                    .filteredOn(request -> request.is("POST", "/channels/\\d+/messages"))
                    .extracting(request -> request.json().getString("content"))
                    .containsExactly("hello too");
        }
    }

    @Test
    void messages_are_edited_and_deleted() throws InterruptedException {
        try (TestClient client = login(GatewayIntent.GUILD_MESSAGES, GatewayIntent.MESSAGE_CONTENT)) {
            MockMessage said = alice.say("helo");
            MockMessage edited = alice.edit(said, "hello");
            assertThat(edited.edits()).isEqualTo(1);
            MessageUpdateEvent update = client.await(MessageUpdateEvent.class);
            assertThat(update.getMessage().getContentRaw()).isEqualTo("hello");
            assertThat(update.getAuthor().getName()).isEqualTo("alice");
            assertThatIllegalStateException()
                    .isThrownBy(() -> discord.member("bob").edit(said, "goodbye"))
                    .withMessage("Only its author can edit this: {alice: \"helo\"}");
            discord.member("bob").delete(said);
            assertThat(client.await(MessageDeleteEvent.class).getMessageIdLong())
                    .isEqualTo(said.id());
            assertThat(discord.message(said.id()).isDeleted()).isTrue();
        }
    }

    @Test
    void a_bot_reads_only_what_its_intents_allow() throws InterruptedException {
        try (TestClient client = login(GatewayIntent.GUILD_MESSAGES)) {
            alice.say("not for bots");
            assertThat(client.await(MessageReceivedEvent.class).getMessage().getContentRaw())
                    .isEmpty();
            alice.say("hey " + discord.bot().mention());
            assertThat(client.await(
                                    MessageReceivedEvent.class,
                                    event -> event.getMessage()
                                            .getMentions()
                                            .isMentioned(client.jda().getSelfUser()))
                            .getMessage()
                            .getContentRaw())
                    .isEqualTo("hey <@101>");
            assertThatIllegalStateException()
                    .isThrownBy(alice::join)
                    .withMessage("No client is told of GUILD_MEMBER_ADD: none has logged in with the intent"
                            + " GUILD_MEMBERS");
        }
    }

    @Test
    void a_message_mentions_people_and_roles() throws InterruptedException {
        try (TestClient client = login(GatewayIntent.GUILD_MESSAGES, GatewayIntent.MESSAGE_CONTENT)) {
            MockUser bob = discord.member("bob").user();
            MockRole moderators = discord.role("moderators");
            MockMessage said = alice.say(
                    "ask <@!%d>, %s or <@&%d>, not <@1> or <@&1>".formatted(bob.id(), bob.mention(), moderators.id()));

            var asked = client.await(MessageReceivedEvent.class).getMessage().getMentions();
            assertThat(asked.getUsers()).extracting(User::getName).containsExactly("bob");
            assertThat(asked.getMembers()).extracting(Member::getIdLong).containsExactly(bob.id());
            assertThat(asked.getRoles()).extracting(Role::getIdLong).containsExactly(moderators.id());
            alice.edit(said, "ask " + alice.user().mention());
            var edited = client.await(MessageUpdateEvent.class).getMessage().getMentions();
            assertThat(edited.getUsers()).extracting(User::getName).containsExactly("alice");
            assertThat(edited.getRoles()).isEmpty();
        }
    }

    @Test
    void a_bot_does_not_read_what_mentions_others() throws InterruptedException {
        try (TestClient client = login(GatewayIntent.GUILD_MESSAGES)) {
            alice.say("hey " + discord.member("bob").user().mention());

            Message heard = client.await(MessageReceivedEvent.class).getMessage();
            assertThat(heard.getContentRaw()).isEmpty();
        }
    }

    @Test
    void private_messages_go_both_ways() throws InterruptedException {
        try (TestClient client = login(GatewayIntent.DIRECT_MESSAGES)) {
            alice.sayInPrivate("psst");
            MessageReceivedEvent event = client.await(MessageReceivedEvent.class);
            assertThat(event.isFromGuild()).isFalse();
            assertThat(event.getMessage().getContentRaw()).isEqualTo("psst");
            Message answer = event.getAuthor()
                    .openPrivateChannel()
                    .flatMap(channel -> channel.sendMessage("what?"))
                    .complete();

            assertThat(answer.getChannelIdLong()).isEqualTo(event.getChannel().getIdLong());
            assertThat(discord.message(answer.getIdLong()).content()).isEqualTo("what?");
        }
    }

    @Test
    void members_join_and_leave() throws InterruptedException {
        try (TestClient client = login(GatewayIntent.GUILD_MEMBERS)) {
            alice.role("moderators").join();
            GuildMemberJoinEvent joined = client.await(GuildMemberJoinEvent.class);
            assertThat(joined.getUser().getName()).isEqualTo("alice");
            assertThat(joined.getMember().getRoles()).hasSize(1);
            joined.getGuild()
                    .addRoleToMember(
                            joined.getMember(), joined.getGuild().getRoles().get(0))
                    .complete();
            alice.leave();
            assertThat(client.await(GuildMemberRemoveEvent.class).getUser().getIdLong())
                    .isEqualTo(alice.user().id());
        }
    }

    @Test
    void members_react_and_take_it_back() throws InterruptedException {
        try (TestClient client = login(GatewayIntent.GUILD_MESSAGE_REACTIONS)) {
            Message poll = channel(client).sendMessage("Yes?").complete();
            MockMessage message = discord.message(poll.getIdLong());
            alice.react(message, "👍");
            MessageReactionAddEvent added = client.await(MessageReactionAddEvent.class);
            assertThat(added.getEmoji()).isEqualTo(Emoji.fromUnicode("👍"));
            assertThat(added.getMessageIdLong()).isEqualTo(poll.getIdLong());
            assertThat(Objects.requireNonNull(added.getUser()).getName()).isEqualTo("alice");
            alice.unreact(message, "👍");

            assertThat(client.await(MessageReactionRemoveEvent.class).getEmoji())
                    .isEqualTo(Emoji.fromUnicode("👍"));
            assertThat(discord.message(poll.getIdLong()).reactions()).isEmpty();
        }
    }

    @Test
    void reactions_of_the_bot_are_recorded() throws InterruptedException {
        try (TestClient client = login(GatewayIntent.GUILD_MESSAGE_REACTIONS)) {
            Message poll = channel(client).sendMessage("Yes?").complete();
            poll.addReaction(Emoji.fromUnicode("👍")).complete();
            poll.addReaction(Emoji.fromCustom("party", 5, false)).complete();
            alice.react(discord.message(poll.getIdLong()), "👍");

            assertThat(discord.message(poll.getIdLong()).reactions())
                    .isEqualTo(Map.of("👍", List.of("mock-bot", "alice"), "party:5", List.of("mock-bot")));
            Message read = channel(client).retrieveMessageById(poll.getIdLong()).complete();
            assertThat(read.getReactions())
                    .extracting(MessageReaction::getCount)
                    .containsExactly(2, 1);
            assertThat(read.retrieveReactionUsers(Emoji.fromUnicode("👍")).complete())
                    .hasSize(2);
            poll.removeReaction(Emoji.fromUnicode("👍")).complete();
            poll.clearReactions(Emoji.fromCustom("party", 5, false)).complete();
            assertThat(discord.message(poll.getIdLong()).reactions()).isEqualTo(Map.of("👍", List.of("alice")));
            poll.clearReactions().complete();
            assertThat(discord.message(poll.getIdLong()).reactions()).isEmpty();
        }
    }

    @Test
    void a_bot_reads_page_by_page_who_reacted() throws InterruptedException {
        try (TestClient client = login(GatewayIntent.GUILD_MESSAGE_REACTIONS)) {
            Message poll = channel(client).sendMessage("Yes?").complete();
            MockMessage message = discord.message(poll.getIdLong());
            for (String name : List.of("dora", "bob", "alice", "carl")) {
                discord.member(name).react(message, "👍");
            }

            assertThat(poll.retrieveReactionUsers(Emoji.fromUnicode("👍"))
                            .limit(3)
                            .takeAsync(100)
                            .orTimeout(TestClient.SOON.toSeconds(), TimeUnit.SECONDS)
                            .join())
                    .extracting(User::getName)
                    .containsExactly("alice", "dora", "bob", "carl");
        }
    }

    @Test
    void a_bot_reads_the_history_of_a_channel() throws InterruptedException {
        try (TestClient client = login(GatewayIntent.GUILD_MESSAGES, GatewayIntent.MESSAGE_CONTENT)) {
            alice.say("one");
            MockMessage two = alice.say("two");
            alice.say("three");
            channel(client).deleteMessageById(two.id()).complete();

            assertThat(channel(client).getHistory().retrievePast(10).complete())
                    .extracting(Message::getContentRaw)
                    .containsExactly("three", "one");
            assertThat(channel(client).getHistoryAfter(two.id(), 10).complete().getRetrievedHistory())
                    .extracting(Message::getContentRaw)
                    .containsExactly("three");
        }
    }

    @Test
    void a_bot_reads_what_is_around_a_message() throws InterruptedException {
        try (TestClient client = login(GatewayIntent.GUILD_MESSAGES, GatewayIntent.MESSAGE_CONTENT)) {
            List<MockMessage> said = Stream.of("one", "two", "three", "four", "five")
                    .map(alice::say)
                    .toList();

            assertThat(around(client, said.get(2), 3)).containsExactly("four", "three", "two");
            assertThat(around(client, said.get(0), 3)).containsExactly("two", "one");
            assertThat(around(client, said.get(4), 2)).containsExactly("five", "four");
            assertThat(around(client, said.get(3), 1)).containsExactly("four");
            assertThat(around(client, said.get(3), 100)).hasSize(5);
        }
    }

    private List<String> around(TestClient client, MockMessage message, int limit) {
        return channel(client).getHistoryAround(message.id(), limit).complete().getRetrievedHistory().stream()
                .map(Message::getContentRaw)
                .toList();
    }

    @Test
    void a_bot_finds_people_by_their_id() throws InterruptedException {
        try (TestClient client = login()) {
            assertThat(client.jda()
                            .retrieveUserById(alice.user().id())
                            .complete()
                            .getName())
                    .isEqualTo("alice");
            assertThat(client.jda()
                            .getGuilds()
                            .get(0)
                            .retrieveMemberById(alice.user().id())
                            .complete()
                            .getUser()
                            .getName())
                    .isEqualTo("alice");
        }
    }

    @Test
    void a_bot_finds_members_with_their_last_roles() throws InterruptedException {
        try (TestClient client = login(GatewayIntent.GUILD_MESSAGES)) {
            Guild guild = client.jda().getGuilds().get(0);
            MockMember moderator = alice.role("moderators");
            client.await(RoleCreateEvent.class);

            assertThat(rolesOf(guild, alice.user())).containsExactly("moderators");
            discord.member("alice").in(discord.guild().channel());
            assertThat(rolesOf(guild, alice.user())).containsExactly("moderators");
            moderator.in(MockGuild.numbered(9)).in(discord.guild()).say("not any more");
            client.await(MessageReceivedEvent.class);
            assertThat(rolesOf(guild, alice.user())).isEmpty();
        }
    }

    @Test
    void a_bot_finds_those_who_have_just_acted() throws InterruptedException {
        try (TestClient client = login(GatewayIntent.GUILD_MESSAGES)) {
            MockUser writer = MockUser.person(71, "writer");
            MockUser caller = MockUser.person(72, "caller");
            client.jda()
                    .updateCommands()
                    .addCommands(Commands.slash("status", "How it goes"))
                    .complete();
            discord.sendMessage(discord.guild().channel().id(), writer, "hello");
            discord.slash(SlashCall.of("status").by(caller));

            for (MockUser user : List.of(writer, caller)) {
                assertThat(client.jda().retrieveUserById(user.id()).complete().getName())
                        .isEqualTo(user.name());
                assertThat(rolesOf(client.jda().getGuilds().get(0), user)).isEmpty();
            }
        }
    }

    /** Asks the mock, not the cache. */
    private static List<String> rolesOf(Guild guild, MockUser user) {
        return guild.retrieveMemberById(user.id()).useCache(false).complete().getRoles().stream()
                .map(Role::getName)
                .toList();
    }
}
