package io.github.jdatasks.panel;

import static io.github.jdatasks.internal.util.Checks.check;

import io.github.jdatasks.LoopCog;
import io.github.jdatasks.LoopHealth;
import io.github.jdatasks.LoopListener;
import io.github.jdatasks.LoopScheduler;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.internal.panel.LoopSource;
import io.github.jdatasks.internal.panel.Panel;
import io.github.jdatasks.internal.util.Checks;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import net.dv8tion.jda.api.entities.Member;
import net.dv8tion.jda.api.events.GenericEvent;
import net.dv8tion.jda.api.hooks.ListenerAdapter;
import net.dv8tion.jda.api.interactions.commands.build.SlashCommandData;

/**
 * A listener with a slash command, {@code /loops}, by which the administrators of a server see and control the loops of
 * the bot:
 *
 * <pre>{@code
 * Announcer announcer = new Announcer();                              // a LoopCog
 * JDABuilder.createLight(token)
 *         .addEventListeners(announcer, LoopPanel.of(announcer))      // that is all
 *         .build();
 * }</pre>
 *
 * <p>It has the subcommands {@code list}, {@code show}, {@code run}, {@code pause}, {@code resume}, {@code stop},
 * {@code start}, {@code restart} and {@code interval}. Only the person who used it sees the answer, in English or German
 * or a language {@linkplain #texts added} by the bot. Every command is logged at INFO with who gave it and what came of
 * it, and told to {@link LoopListener#onCommand}.
 *
 * <p>When the bot is ready the panel registers its own command, for all servers or for {@linkplain #guilds some}, and
 * leaves the bot's other commands alone. A bot that replaces its commands, with {@code updateCommands()}, would remove it: such a bot passes on
 * {@link #commandData()}. Under JDA's {@code AnnotatedEventManager} a bot calls {@link #onGenericEvent} from a method of
 * its own.
 *
 * <p>Call the methods that set something up before the panel is added to the bot. All may be called from any thread.
 */
public final class LoopPanel extends ListenerAdapter {
    private final Panel panel;

    private LoopPanel(LoopSource source) {
        this.panel = new Panel(source);
    }

    /**
     * {@return a panel for all loops of some cogs}
     *
     * @throws IllegalArgumentException if there is no cog, or one is null
     */
    public static LoopPanel of(LoopCog... cogs) {
        check(Checks.notNull("LoopPanel.of", cogs).length > 0, "LoopPanel.of: give at least one cog");
        for (LoopCog cog : cogs) {
            Checks.notNull("LoopPanel.of", cog);
        }
        return new LoopPanel(new CogSource(List.of(cogs)));
    }

    /**
     * {@return a panel for all loops of a scheduler} It knows loops from their first start on. Loops that have ended stay
     * on it, so that they can be started again: the last 100 of those that were given a name.
     *
     * @throws IllegalArgumentException if it is null
     */
    public static LoopPanel of(LoopScheduler scheduler) {
        return new LoopPanel(new SchedulerSource(Checks.notNull("LoopPanel.of", scheduler)));
    }

    /**
     * Sets the name of the slash command, and returns this panel. Default: {@code loops}.
     *
     * @throws IllegalArgumentException if it is no name that Discord accepts
     */
    public LoopPanel command(String name) {
        check(
                Checks.notNull("command", name).matches("[-_\\p{L}\\p{N}]{1,32}")
                        && name.equals(name.toLowerCase(Locale.ROOT)),
                "command: a name has 1 to 32 lower-case letters, digits, - and _, such as \"loops\", but it is \""
                        + name + "\"");
        panel.command(name);
        return this;
    }

    /**
     * Lets in further members besides administrators, and returns this panel. It is asked each time, on a thread of
     * JDA's, so it has to be quick. If it throws, the answer is no, and that is logged. Discord shows the command to
     * administrators only, until one of them opens it to others under <i>Server Settings › Integrations</i>.
     *
     * @param who whether a member may use the panel; with several calls, one yes is enough
     * @throws IllegalArgumentException if it is null
     */
    public LoopPanel allow(Predicate<Member> who) {
        panel.allow(Checks.notNull("allow", who));
        return this;
    }

    /**
     * Limits the panel to some servers, and returns this panel: the command is registered there only, and refused
     * everywhere else. Default: all servers of the bot. A bot that others may invite needs this, since the administrators
     * of every server could stop its loops.
     *
     * @param ids of the servers; with several calls, the last one counts
     * @throws IllegalArgumentException if there is none
     */
    public LoopPanel guilds(long... ids) {
        check(Checks.notNull("guilds", ids).length > 0, "guilds: give the id of at least one server");
        panel.guilds(LongStream.of(ids).boxed().collect(Collectors.toUnmodifiableSet()));
        return this;
    }

    /**
     * Adds texts in another language, or other texts in English or German, and returns this panel. The language of the
     * user decides. The file {@code texts.properties} in the package {@code io.github.jdatasks.internal.panel} of the
     * library has the keys; what is missing stays in English.
     *
     * @param locale a language, or a language and a country
     * @throws IllegalArgumentException if an argument is null
     */
    public LoopPanel texts(Locale locale, ResourceBundle texts) {
        panel.texts(Checks.notNull("texts", locale), Checks.notNull("texts", texts));
        return this;
    }

    /**
     * {@return the slash command, for a bot that registers its commands itself} From this call on, that is up to the
     * bot: the panel registers nothing.
     *
     * <pre>{@code
     * jda.updateCommands().addCommands(panel.commandData(), Commands.slash("stats", "Shows the statistics")).queue();
     * }</pre>
     */
    public SlashCommandData commandData() {
        return panel.commandData();
    }

    /** Registers the command with the first event of a bot that is ready, and answers what concerns the panel. */
    @Override
    public void onGenericEvent(GenericEvent event) {
        panel.onEvent(event);
    }

    private record CogSource(List<LoopCog> cogs) implements LoopSource {
        @Override
        public Collection<LoopTask> loops() {
            return cogs.stream().flatMap(cog -> cog.loops().stream()).toList();
        }

        @Override
        public void addListener(LoopListener listener) {
            cogs.forEach(cog -> cog.addListener(listener));
        }
    }

    private record SchedulerSource(LoopScheduler scheduler) implements LoopSource {
        @Override
        public Collection<LoopTask> loops() {
            return scheduler.loops();
        }

        @Override
        public List<LoopHealth> health() {
            return List.of(scheduler.health());
        }

        @Override
        public void addListener(LoopListener listener) {
            scheduler.addListener(listener);
        }
    }
}
