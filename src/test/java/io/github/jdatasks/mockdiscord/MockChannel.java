package io.github.jdatasks.mockdiscord;

/**
 * A text channel of a guild.
 *
 * @param id the channel's id
 * @param name the channel's name
 */
public record MockChannel(long id, String name) {}
