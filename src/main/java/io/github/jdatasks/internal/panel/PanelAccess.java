package io.github.jdatasks.internal.panel;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import net.dv8tion.jda.api.Permission;
import net.dv8tion.jda.api.entities.Member;
import net.dv8tion.jda.api.interactions.Interaction;

/** Who may use the panel: administrators of the guilds of the panel, and whom the bot lets in. It is asked again each time. */
final class PanelAccess {
    private final List<Predicate<Member>> allowed = new CopyOnWriteArrayList<>();
    private volatile Set<Long> guilds = Set.of(); // empty for all

    void guilds(Set<Long> ids) {
        guilds = ids;
    }

    void allow(Predicate<Member> who) {
        allowed.add(who);
    }

    /** Returns whether the person may do what they have done; outside of guilds, no one may. */
    boolean allows(Interaction interaction) {
        Member member = interaction.getMember();
        return member != null
                && (guilds.isEmpty() || guilds.contains(member.getGuild().getIdLong()))
                && (member.hasPermission(Permission.ADMINISTRATOR)
                        || allowed.stream().anyMatch(who -> letsIn(who, member)));
    }

    private static boolean letsIn(Predicate<Member> who, Member member) {
        try {
            return who.test(member);
        } catch (Throwable error) { // of the bot's: in doubt, no
            PanelLog.predicateFailed(PanelLog.who(member.getUser()), error);
            return false;
        }
    }
}
