package io.github.jdatasks.mockdiscord;

/**
 * A role of a guild.
 *
 * @param id the role's id
 * @param name the role's name
 * @param permissions what its members may do, as Discord's bit set
 */
public record MockRole(long id, String name, long permissions) {}
