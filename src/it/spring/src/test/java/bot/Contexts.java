package bot;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

/** Starts contexts, and waits. */
final class Contexts {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private Contexts() {}

    /** Returns a context that has been refreshed. */
    static AnnotationConfigApplicationContext start(Class<?>... components) {
        AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
        context.getEnvironment().setActiveProfiles("test");
        context.register(components);
        context.refresh();
        return context;
    }

    /** Waits until something has come true. */
    static void await(String what, BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("not within " + PATIENCE + ": " + what);
            }
            Thread.sleep(10);
        }
    }
}
