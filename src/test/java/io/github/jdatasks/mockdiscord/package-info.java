/**
 * A small Discord that runs inside a test: an unmodified JDA client logs in to it over real sockets on the loopback
 * interface, and the test decides what goes wrong.
 *
 * <p>Start with {@link io.github.jdatasks.mockdiscord.MockDiscord#start()}. Faults of the connection are in
 * {@link io.github.jdatasks.mockdiscord.MockGateway}, recorded requests and faults of the HTTP side in
 * {@link io.github.jdatasks.mockdiscord.MockRest}. No client that was configured here can reach the real Discord.
 *
 * <p>Not covered: voice, the ETF encoding, requests for guild members and the checking of permissions.
 */
@NullMarked
package io.github.jdatasks.mockdiscord;

import org.jspecify.annotations.NullMarked;
