package io.github.jdatasks.mockdiscord;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import net.dv8tion.jda.api.requests.GatewayIntent;
import net.dv8tion.jda.api.utils.data.DataObject;
import org.jspecify.annotations.Nullable;

/** What happens in guilds and private channels, and who is told: the sessions of the guild's shard, by their intents. */
final class Events {
    /** Bots register their commands when they are ready, which a test need not wait for. */
    private static final Duration REGISTRATION = Duration.ofSeconds(3);

    private final World world;
    private final MockGateway gateway;
    private final RestRoutes routes;

    Events(World world, MockGateway gateway, RestRoutes routes) {
        this.world = world;
        this.gateway = gateway;
        this.routes = routes;
    }

    // ---- interactions ----

    /** Returns the registered command that is called. */
    MockCommand requireCommand(SlashCall call, MockGuild guild) {
        requireSession(session -> session.serves(guild), guild);
        CommandRoutes commands = routes.commands();
        return commands.find(
                        call.fullName(),
                        command -> command.fullNames().contains(call.fullName()),
                        guild.id(),
                        REGISTRATION)
                .orElseThrow(() -> new IllegalStateException("No command /" + call.fullName()
                        + " has been registered for " + guild + ", neither by updateCommands() nor by upsertCommand(…);"
                        + " registered: " + commands.names(guild.id())));
    }

    /** Returns a message as it is now. */
    MockMessage current(MockMessage message) {
        synchronized (world.changes()) {
            return stored(message).snapshot();
        }
    }

    /** Tells the bot what a member has done: where the message is, if there is one, or else where the member is. */
    InteractionState interact(
            InteractionState.Kind kind,
            String what,
            MockMember member,
            @Nullable MockMessage message,
            DataObject data) {
        long channelId = message == null ? member.channel().id() : message.channelId();
        MockMember actor = in(channelId, member);
        Predicate<GatewaySession> told =
                actor == null ? GatewaySession::servesPrivateChannels : session -> session.serves(actor.guild());
        requireSession(told, actor == null ? "private messages" : actor.guild());
        long id = world.newId();
        DataObject json;
        InteractionState state;
        synchronized (world.changes()) {
            Messages.Stored original = message == null ? null : stored(message);
            state = new InteractionState(kind, what, id, "interaction-token-" + id, channelId, original);
            json = actor == null
                    ? InteractionPayloads.inPrivate(state, member, world.bot(), data)
                    : InteractionPayloads.interaction(state, actor, world.bot(), data);
            if (original != null) {
                json.put("message", DataObject.fromJson(original.json().toString()));
            }
        }
        routes.interactions().remember(state);
        gateway.sessions().stream().filter(told).forEach(session -> session.dispatch("INTERACTION_CREATE", json));
        return state;
    }

    /** Returns a member in another channel, or null if it is private, since only guilds have members. */
    private @Nullable MockMember in(long channelId, MockMember member) {
        if (channelId == member.channel().id()) {
            return member;
        } else if (world.isPrivate(channelId)) {
            return null;
        }
        MockGuild guild = world.guildOfChannel(channelId);
        MockMember there = guild.id() == member.guild().id() ? member : member.in(guild);
        return guild.channels().stream()
                .filter(channel -> channel.id() == channelId)
                .findFirst()
                .map(there::in)
                .orElseThrow();
    }

    // ---- messages and reactions ----

    /** Sends a message to a channel of a guild; returns its id. */
    long say(MockGuild guild, long channelId, MockUser author, DataObject member, String text) {
        member.remove("user");
        DataObject message = message(channelId, author, text, guild)
                .put("guild_id", EntityPayloads.id(guild.id()))
                .put("member", member);
        return say(session -> session.serves(guild), guild, GatewayIntent.GUILD_MESSAGES, message);
    }

    /** Sends a message to the private channel of a person and the bot; returns its id. */
    long sayInPrivate(MockUser author, String text) {
        DataObject message = message(world.privateChannel(author.id()), author, text, null);
        return say(GatewaySession::servesPrivateChannels, "private messages", GatewayIntent.DIRECT_MESSAGES, message);
    }

    void edit(MockMember author, MockMessage message, String text) {
        MockGuild guild = author.guild();
        List<GatewaySession> told =
                told(session -> session.serves(guild), guild, GatewayIntent.GUILD_MESSAGES, "MESSAGE_UPDATE");
        DataObject json;
        synchronized (world.changes()) {
            Messages.Stored stored = stored(message);
            if (stored.authorId() != author.user().id()) {
                throw new IllegalStateException("Only its author can edit this: " + message);
            }
            world.messages().edit(stored, DataObject.empty().put("content", text));
            Mentions.put(stored.json(), text, guild, world);
            json = DataObject.fromJson(stored.json().toString());
        }
        tell(told, "MESSAGE_UPDATE", json);
    }

    void delete(MockMember member, MockMessage message) {
        synchronized (world.changes()) {
            world.messages().delete(stored(message));
        }
        DataObject json = DataObject.empty()
                .put("id", EntityPayloads.id(message.id()))
                .put("channel_id", EntityPayloads.id(message.channelId()))
                .put("guild_id", EntityPayloads.id(member.guild().id()));
        dispatch(
                session -> session.serves(member.guild()),
                member.guild(),
                GatewayIntent.GUILD_MESSAGES,
                "MESSAGE_DELETE",
                json);
    }

    void react(MockMember member, MockMessage message, String emoji, boolean add) {
        synchronized (world.changes()) {
            Messages.Stored stored = stored(message);
            if (add) {
                world.messages().react(stored, emoji, member.user());
            } else {
                world.messages().unreact(stored, emoji, member.user());
            }
        }
        DataObject json = DataObject.empty()
                .put("user_id", EntityPayloads.id(member.user().id()))
                .put("channel_id", EntityPayloads.id(message.channelId()))
                .put("message_id", EntityPayloads.id(message.id()))
                .put("guild_id", EntityPayloads.id(member.guild().id()))
                .put("emoji", Messages.emoji(emoji))
                .put("type", 0)
                .put("burst", false);
        if (add) {
            json.put("member", member.json());
        }
        dispatch(
                session -> session.serves(member.guild()),
                member.guild(),
                GatewayIntent.GUILD_MESSAGE_REACTIONS,
                add ? "MESSAGE_REACTION_ADD" : "MESSAGE_REACTION_REMOVE",
                json);
    }

    // ---- guilds and their members ----

    /** Lets the bot find a member with the roles that they have now. */
    void know(MockMember member) {
        world.know(member);
    }

    void join(MockMember member) {
        members(member, "GUILD_MEMBER_ADD", member.json());
    }

    void leave(MockMember member) {
        members(member, "GUILD_MEMBER_REMOVE", DataObject.empty().put("user", EntityPayloads.user(member.user())));
    }

    /** Returns a role by its name; makes it if it does not exist. */
    MockRole role(MockGuild guild, String name, long permissions) {
        MockRole role;
        int age;
        synchronized (world.changes()) {
            List<MockRole> roles = world.roles(guild);
            Optional<MockRole> existing = roles.stream()
                    .filter(candidate -> candidate.name().equals(name))
                    .findFirst();
            if (existing.isPresent()) {
                return existing.get();
            }
            role = new MockRole(world.newId(), name, permissions);
            age = roles.size();
            world.addRole(guild, role);
        }
        DataObject created = DataObject.empty()
                .put("guild_id", EntityPayloads.id(guild.id()))
                .put("role", EntityPayloads.role(role, age));
        dispatch(guild, "GUILD_ROLE_CREATE", created);
        return role;
    }

    void addChannel(MockGuild guild, MockChannel channel) {
        world.addChannel(guild, channel);
        dispatch(
                guild,
                "CHANNEL_CREATE",
                EntityPayloads.channel(channel).put("guild_id", EntityPayloads.id(guild.id())));
    }

    /** Tells all sessions of a guild's shard, if there are any. */
    void dispatch(MockGuild guild, String type, DataObject data) {
        gateway.sessions().stream()
                .filter(session -> session.serves(guild))
                .forEach(session -> session.dispatch(type, data));
    }

    private void members(MockMember member, String type, DataObject data) {
        MockGuild guild = member.guild();
        data.put("guild_id", EntityPayloads.id(guild.id()));
        dispatch(session -> session.serves(guild), guild, GatewayIntent.GUILD_MEMBERS, type, data);
    }

    private DataObject message(long channelId, MockUser author, String text, @Nullable MockGuild guild) {
        DataObject message = EntityPayloads.message(world.newId(), channelId, author, text);
        Mentions.put(message, text, guild, world);
        return message;
    }

    private long say(Predicate<GatewaySession> whom, Object where, GatewayIntent intent, DataObject message) {
        List<GatewaySession> told = told(whom, where, intent, "MESSAGE_CREATE");
        synchronized (world.changes()) {
            world.messages().add(DataObject.fromJson(message.toString()));
        }
        tell(told, "MESSAGE_CREATE", message);
        return message.getUnsignedLong("id");
    }

    /** Leaves out the text, as Discord does, if the bot is neither addressed nor allowed to read what others write. */
    private void tell(List<GatewaySession> told, String type, DataObject message) {
        boolean addressed = message.isNull("guild_id") || Mentions.has(message, world.bot());
        DataObject textless = DataObject.fromJson(message.toString()).put("content", "");
        for (GatewaySession session : told) {
            boolean reads = addressed || session.has(GatewayIntent.MESSAGE_CONTENT);
            session.dispatch(type, reads ? message : textless);
        }
    }

    private void dispatch(
            Predicate<GatewaySession> whom, Object where, GatewayIntent intent, String type, DataObject data) {
        told(whom, where, intent, type).forEach(session -> session.dispatch(type, data));
    }

    /** Returns the sessions that Discord tells; fails if there are none, because a test would wait for the bot forever. */
    private List<GatewaySession> told(Predicate<GatewaySession> whom, Object where, GatewayIntent intent, String type) {
        requireSession(whom, where);
        List<GatewaySession> told = gateway.sessions().stream()
                .filter(whom)
                .filter(session -> session.has(intent))
                .toList();
        if (told.isEmpty()) {
            throw new IllegalStateException(
                    "No client is told of " + type + ": none has logged in with the intent " + intent);
        }
        return told;
    }

    private void requireSession(Predicate<GatewaySession> which, Object where) {
        if (gateway.sessions().stream().noneMatch(which)) {
            throw new IllegalStateException(
                    "No client is ready with the shard of " + where + "; after login(), call awaitReady() of the JDA");
        }
    }

    private Messages.Stored stored(MockMessage message) {
        Messages.Stored stored = world.messages().find(message.id());
        if (stored == null) {
            throw new IllegalStateException("The message is gone: " + message);
        }
        return stored;
    }
}
