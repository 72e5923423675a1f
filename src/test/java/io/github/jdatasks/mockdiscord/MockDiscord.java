package io.github.jdatasks.mockdiscord;

import java.util.List;
import net.dv8tion.jda.api.JDA;
import net.dv8tion.jda.api.JDABuilder;
import net.dv8tion.jda.api.requests.RestConfig;
import net.dv8tion.jda.api.sharding.DefaultShardManagerBuilder;
import net.dv8tion.jda.api.utils.data.DataObject;

/**
 * A Discord in this process: a REST server and a gateway on free ports of the loopback interface.
 *
 * <pre>{@code
 * try (MockDiscord discord = MockDiscord.start()) {
 *     JDA jda = discord.login(JDABuilder.createLight("token").addEventListeners(listener)).awaitReady();
 *     discord.gateway().drop(Drop.RST);
 *     ...
 *     jda.shutdownNow();
 * }
 * }</pre>
 */
public final class MockDiscord implements AutoCloseable {
    private final World world;
    private final MockThreads threads = new MockThreads();
    private final MockGateway gateway;
    private final RestRoutes routes;
    private final MockRest rest;
    private final MockSessionController controller;

    private MockDiscord(int shards) {
        world = new World(shards);
        gateway = new MockGateway(world, threads);
        routes = new RestRoutes(world, gateway.url());
        rest = new MockRest(routes, threads);
        controller = new MockSessionController(gateway.url(), threads);
    }

    /**
     * Starts a Discord with one guild.
     *
     * @return the running Discord
     */
    public static MockDiscord start() {
        return start(1);
    }

    /**
     * Starts a Discord with as many guilds as shards, the guild at index {@code i} belonging to the shard {@code i}.
     *
     * @param shards the number of shards that bots are told to use; they may use another one
     * @return the running Discord
     */
    public static MockDiscord start(int shards) {
        MockDiscord discord = new MockDiscord(shards);
        discord.rest.start();
        return discord;
    }

    /**
     * Builds a client that logs in here; it is not yet ready when this returns.
     *
     * @param builder the client's builder, with any token
     * @return the client
     */
    public JDA login(JDABuilder builder) {
        return configure(builder).build();
    }

    /**
     * Points a client to this Discord; nothing else of it is changed.
     *
     * @param builder the client's builder, with any token
     * @return the same builder
     */
    public JDABuilder configure(JDABuilder builder) {
        return builder.setRestConfig(restConfig()).setSessionController(controller);
    }

    /**
     * Points all shards of a client to this Discord; nothing else of it is changed.
     *
     * @param builder the client's builder, with any token
     * @return the same builder
     */
    public DefaultShardManagerBuilder configure(DefaultShardManagerBuilder builder) {
        return builder.setRestConfigProvider(shard -> restConfig()).setSessionController(controller);
    }

    /**
     * The websocket side.
     *
     * @return always the same object
     */
    public MockGateway gateway() {
        return gateway;
    }

    /**
     * The HTTP side.
     *
     * @return always the same object
     */
    public MockRest rest() {
        return rest;
    }

    /**
     * The account of every client that logs in.
     *
     * @return the bot
     */
    public MockUser bot() {
        return world.bot();
    }

    /**
     * The first guild.
     *
     * @return the guild
     */
    public MockGuild guild() {
        return world.guilds().get(0);
    }

    /**
     * All guilds.
     *
     * @return a copy
     */
    public List<MockGuild> guilds() {
        return List.copyOf(world.guilds());
    }

    /**
     * Lets the bot join a guild; sessions that exist are told at once or when they resume.
     *
     * @param guild a guild with ids that no other guild or channel has
     */
    public void join(MockGuild guild) {
        world.guilds().add(guild);
        guildAvailable(guild);
    }

    /**
     * Makes a guild unavailable, as in an outage of Discord; also ends the waiting for a guild that is withheld.
     *
     * @param guild the guild
     */
    public void guildUnavailable(MockGuild guild) {
        dispatch(guild, "GUILD_DELETE", EntityPayloads.unavailableGuild(guild));
    }

    /**
     * Makes a guild available that was not, or was withheld.
     *
     * @param guild the guild
     */
    public void guildAvailable(MockGuild guild) {
        dispatch(guild, "GUILD_CREATE", EntityPayloads.guild(guild, world.bot()));
    }

    /**
     * Sends a message to the bot; it gets the text only with the intent for the content of messages.
     *
     * @param channelId the text channel
     * @param author the message's author
     * @param text the message's text
     * @return the message's id
     */
    public long sendMessage(long channelId, MockUser author, String text) {
        MockGuild guild = world.guildOfChannel(channelId);
        long id = world.newId();
        DataObject member = EntityPayloads.member(author);
        member.remove("user");
        DataObject message = EntityPayloads.message(id, channelId, author, text)
                .put("guild_id", EntityPayloads.id(guild.id()))
                .put("member", member);
        requireSession(guild);
        dispatch(guild, "MESSAGE_CREATE", message);
        return id;
    }

    /**
     * Uses a slash command without options, as an ordinary member of the first guild.
     *
     * @param fullName the command with its subcommand group and subcommand, if any, separated by spaces
     * @return what the bot makes of it
     * @throws IllegalStateException as {@link #slash(SlashCall)} says
     */
    public MockInteraction slash(String fullName) {
        return slash(SlashCall.of(fullName));
    }

    /**
     * Uses a slash command, which the bot has registered, or does within 3 s.
     *
     * @param call the command's use
     * @return what the bot makes of it
     * @throws IllegalStateException if there is no such command, or no client is logged in; the message lists the commands
     */
    public MockInteraction slash(SlashCall call) {
        MockGuild guild = call.guildOr(guild());
        requireSession(guild);
        requireRegistered(call, guild);
        long id = world.newId();
        String token = "interaction-token-" + id;
        dispatch(guild, "INTERACTION_CREATE", InteractionPayloads.slash(id, token, call, world));
        return new MockInteraction("/" + call.fullName(), id, token, rest);
    }

    /** Shuts down the clients that are still running, then the servers. */
    @Override
    public void close() {
        controller.shutdownClients();
        gateway.down();
        rest.stop();
        threads.close();
    }

    private RestConfig restConfig() {
        return new RestConfig().setBaseUrl(rest.url());
    }

    private void requireSession(MockGuild guild) {
        if (gateway.sessions().stream().noneMatch(session -> session.serves(guild))) {
            throw new IllegalStateException("No client is logged in with the shard of " + guild);
        }
    }

    private void requireRegistered(SlashCall call, MockGuild guild) {
        List<String> names;
        try {
            names = routes.commands().namesOnceThereIs(call.fullName(), guild.id());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for /" + call.fullName(), e);
        }
        if (!names.contains(call.fullName())) {
            throw new IllegalStateException("No command /" + call.fullName() + " has been registered for " + guild
                    + ", neither by updateCommands() nor by upsertCommand(…); registered: " + names);
        }
    }

    private void dispatch(MockGuild guild, String type, DataObject data) {
        gateway.sessions().stream()
                .filter(session -> session.serves(guild))
                .forEach(session -> session.dispatch(type, data));
    }
}
