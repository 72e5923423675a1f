/**
 * A small Discord that runs inside a test: an unmodified JDA client logs in to it over real sockets on the loopback
 * interface, and the test decides what goes wrong.
 *
 * <p>Start with {@link io.github.jdatasks.mockdiscord.junit.MockBot} in JUnit, or with
 * {@link io.github.jdatasks.mockdiscord.MockDiscord#start()}. What people do is in
 * {@link io.github.jdatasks.mockdiscord.MockMember}, what the bot answers in
 * {@link io.github.jdatasks.mockdiscord.MockInteraction} and {@link io.github.jdatasks.mockdiscord.MockMessage}. Faults of the
 * connection are in {@link io.github.jdatasks.mockdiscord.MockGateway}, recorded requests and faults of the HTTP side in
 * {@link io.github.jdatasks.mockdiscord.MockRest}. No client that was configured here can reach the real Discord.
 *
 * <p>The page <a href="https://github.com/jdatasks/jda-tasks/blob/main/docs/mock-discord.md">docs/mock-discord.md</a> has a
 * complete test and all that is supported. Not covered are voice, the ETF encoding, requests for lists of members and the
 * checking of permissions.
 */
@NullMarked
package io.github.jdatasks.mockdiscord;

import org.jspecify.annotations.NullMarked;
