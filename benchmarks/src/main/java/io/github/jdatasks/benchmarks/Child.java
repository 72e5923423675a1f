package io.github.jdatasks.benchmarks;

import io.github.jdatasks.benchmarks.contender.Entrant;
import io.github.jdatasks.benchmarks.scenario.Effort;
import io.github.jdatasks.benchmarks.scenario.Experiment;
import net.dv8tion.jda.api.utils.data.DataObject;

/** The main class of the JVM that one scenario runs in. */
final class Child {
    /** Begins the line with the figures. */
    static final String FIGURES = "FIGURES ";

    static final String QUICK = "quick";

    private Child() {}

    public static void main(String[] arguments) throws InterruptedException {
        Experiment experiment = Experiment.valueOf(arguments[0]);
        Entrant entrant = Entrant.valueOf(arguments[1]);
        Effort effort = arguments[2].equals(QUICK) ? Effort.quick() : Effort.full();
        DataObject figures = DataObject.empty();
        experiment.scenario().measure(entrant, effort).forEach(figures::put);
        System.out.println(FIGURES + figures);
        System.exit(0); // whatever threads a contender has left behind
    }
}
