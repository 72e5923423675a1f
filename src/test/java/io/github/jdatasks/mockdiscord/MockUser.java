package io.github.jdatasks.mockdiscord;

/**
 * A Discord account.
 *
 * @param id the account's id
 * @param name the user name
 * @param bot whether the account is a bot
 */
public record MockUser(long id, String name, boolean bot) {

    /**
     * A person's account.
     *
     * @param id the account's id
     * @param name the user name
     * @return the account
     */
    public static MockUser person(long id, String name) {
        return new MockUser(id, name, false);
    }

    /**
     * What stands for the account in a message's text.
     *
     * @return the mention
     */
    public String mention() {
        return "<@" + id + ">";
    }
}
