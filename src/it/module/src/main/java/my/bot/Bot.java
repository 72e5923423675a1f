package my.bot;

import io.github.jdatasks.Loop;
import io.github.jdatasks.LoopCog;
import io.github.jdatasks.LoopContext;
import io.github.jdatasks.testing.VirtualConnection;
import io.github.jdatasks.testing.VirtualLoopScheduler;
import java.time.Duration;
import java.time.Instant;
import net.dv8tion.jda.api.JDA;
import net.dv8tion.jda.api.JDABuilder;

/** Runs a cog with private methods on the module path, and exits with a failure unless all is as it should be. */
public final class Bot {
    private Bot() {}

    static final class Counter extends LoopCog {
        private int runs;
        private boolean sawJda;

        @Loop(seconds = 10)
        private void count(LoopContext run) {
            runs++;
            sawJda = run.jda().getStatus() == JDA.Status.CONNECTED;
        }
    }

    public static void main(String[] args) {
        check("the library is a named module", LoopCog.class.getModule().isNamed());
        check(
                "its internals are not exported",
                LoopCog.class.getModule().getDescriptor().exports().stream()
                        .noneMatch(exported -> exported.source().contains("internal")));
        check("the bot is a named module", Bot.class.getModule().isNamed());

        try (VirtualLoopScheduler time = VirtualLoopScheduler.startingAt(Instant.EPOCH)) {
            Counter cog = time.create(Counter::new);
            VirtualConnection.of(cog).ready();
            time.advance(Duration.ofMinutes(1));
            check("seven runs in a minute, but " + cog.runs, cog.runs == 7);
            check("a run gets the JDA", cog.sawJda);
        }

        JDABuilder.createLight("token").addEventListeners(new Counter()); // JDA and its libraries are there
        System.out.println("All is well in module " + Bot.class.getModule().getName());
    }

    private static void check(String what, boolean holds) {
        if (!holds) {
            throw new AssertionError("It does not hold: " + what);
        }
    }
}
