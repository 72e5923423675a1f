package io.github.jdatasks.mockdiscord;

import java.time.Duration;
import java.util.List;
import net.dv8tion.jda.api.JDA;
import net.dv8tion.jda.api.JDABuilder;
import net.dv8tion.jda.api.requests.RestConfig;
import net.dv8tion.jda.api.sharding.DefaultShardManagerBuilder;

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
    private final Events events;
    private final MockRest rest;
    private final MockSessionController controller;
    private volatile Duration patience = Duration.ofSeconds(10);

    private MockDiscord(int shards) {
        world = new World(shards);
        gateway = new MockGateway(world, threads);
        routes = new RestRoutes(world, gateway.url());
        events = new Events(world, gateway, routes);
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
     * Removes the bot from a guild, as by a kick; the commands that it has registered there are gone.
     *
     * @param guild a guild other than the first
     */
    public void leave(MockGuild guild) {
        world.guilds().remove(guild);
        routes.commands().drop(guild.id());
        events.dispatch(guild, "GUILD_DELETE", EntityPayloads.leftGuild(guild));
    }

    /**
     * Makes a guild unavailable, as in an outage of Discord; also ends the waiting for a guild that is withheld.
     *
     * @param guild the guild
     */
    public void guildUnavailable(MockGuild guild) {
        events.dispatch(guild, "GUILD_DELETE", EntityPayloads.unavailableGuild(guild));
    }

    /**
     * Makes a guild available that was not, or was withheld.
     *
     * @param guild the guild
     */
    public void guildAvailable(MockGuild guild) {
        events.dispatch(guild, "GUILD_CREATE", EntityPayloads.guild(guild, world.bot(), world.roles(guild)));
    }

    /**
     * Sends a message to the bot; it gets the text only with the intent for the content of messages, or if it is mentioned.
     *
     * @param channelId the text channel
     * @param author the message's author
     * @param text the message's text
     * @return the message's id
     * @throws IllegalStateException if no client has logged in with the intent for messages of guilds
     * @see MockMember#say(String)
     */
    public long sendMessage(long channelId, MockUser author, String text) {
        MockGuild guild = world.guildOfChannel(channelId);
        world.know(author);
        return events.say(guild, channelId, author, world.member(guild.id(), author), text);
    }

    /**
     * A person in the first channel of the first guild, to play in a test.
     *
     * @param name the user name; the same name is the same person
     * @return the member, without roles
     */
    public MockMember member(String name) {
        return member(world.person(name));
    }

    /**
     * A person in the first channel of the first guild, to play in a test.
     *
     * @param user the account
     * @return the member, without roles
     */
    public MockMember member(MockUser user) {
        world.know(user);
        return new MockMember(this, user, guild());
    }

    /**
     * A role of the first guild.
     *
     * @param name the role's name; a role that the guild does not have yet is made, without permissions
     * @return the role
     */
    public MockRole role(String name) {
        return events.role(guild(), name, 0);
    }

    /**
     * The bot's messages in a channel of the first guild.
     *
     * @param name the channel's name
     * @return the messages, also those still to come
     * @throws IllegalArgumentException if there is no such channel; the message lists the channels
     */
    public BotMessages channel(String name) {
        return guild().channels().stream()
                .filter(channel -> channel.name().equals(name))
                .findFirst()
                .map(this::channel)
                .orElseThrow(() -> new IllegalArgumentException(
                        "No channel \"" + name + "\" in " + guild() + "; createChannel makes one"));
    }

    /**
     * The bot's messages in a channel.
     *
     * @param channel the channel
     * @return the messages, also those still to come
     */
    public BotMessages channel(MockChannel channel) {
        return new BotMessages(this, world, channel.id(), "#" + channel.name());
    }

    /**
     * The bot's private messages to a person.
     *
     * @param recipient the person
     * @return the messages, also those still to come
     */
    public BotMessages privateMessages(MockMember recipient) {
        return new BotMessages(
                this,
                world,
                world.privateChannel(recipient.user().id()),
                "private messages to " + recipient.user().name());
    }

    /**
     * Adds a text channel to the first guild; bots that are logged in are told.
     *
     * @param name the channel's name
     * @return the channel
     */
    public MockChannel createChannel(String name) {
        MockChannel channel = new MockChannel(world.newId(), name);
        addChannel(channel);
        return channel;
    }

    /**
     * Adds a text channel to the first guild, for a bot that knows its id; bots that are logged in are told.
     *
     * @param channel a channel with an id that no other guild or channel has
     */
    public void addChannel(MockChannel channel) {
        events.addChannel(guild(), channel);
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
     * @throws IllegalStateException if there is no such command, an option does not fit, or no client is logged in;
     *     the message lists the commands or options that there are
     */
    public MockInteraction slash(SlashCall call) {
        return member(world.person()).slash(call);
    }

    /**
     * The global commands that the bot has registered.
     *
     * @return the commands, in the order in which they were registered
     */
    public List<MockCommand> commands() {
        return routes.commands().of(0);
    }

    /**
     * The commands that the bot has registered for one guild only.
     *
     * @param guild the guild
     * @return the commands, in the order in which they were registered
     */
    public List<MockCommand> commands(MockGuild guild) {
        return routes.commands().of(guild.id());
    }

    /**
     * Waits for a command of the first guild, or a global one.
     *
     * @param name of the command, or its full name with a subcommand, separated by spaces
     * @return the command, with all of its subcommands
     * @throws AssertionError if it is not registered in time; the message lists those that are
     */
    public MockCommand command(String name) {
        return routes.commands()
                .find(
                        name,
                        command -> command.name().equals(name)
                                || command.fullNames().contains(name),
                        guild().id(),
                        patience)
                .orElseThrow(() -> new AssertionError("No command /" + name + " is registered, but "
                        + routes.commands().names(guild().id())));
    }

    /**
     * A message, of the bot or of a person.
     *
     * @param id the message's id
     * @return the message as it is now
     * @throws IllegalArgumentException if there is none
     */
    public MockMessage message(long id) {
        synchronized (changes()) {
            return world.messages().snapshots(message -> message.id() == id).stream()
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("There is no message " + id));
        }
    }

    /**
     * Sets how long methods without a timeout wait for the bot; 10 s if never set.
     *
     * @param newPatience how long
     */
    public void patience(Duration newPatience) {
        patience = newPatience;
    }

    /**
     * Ends all waits for the bot, also later ones, with an error instead of a timeout, unless what they wait for is there.
     * {@link io.github.jdatasks.mockdiscord.junit.MockBot} calls it when a listener fails.
     *
     * @param failure why the bot will not do what is waited for
     */
    public void failWaits(Throwable failure) {
        changes().fail(failure);
    }

    Duration patience() {
        return patience;
    }

    Events events() {
        return events;
    }

    Changes changes() {
        return world.changes();
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
}
