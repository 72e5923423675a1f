package io.github.jdatasks.e2e.process;

import io.github.jdatasks.ConnectionGate;
import io.github.jdatasks.LoopCog;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.Loops;
import io.github.jdatasks.testing.VirtualConnection;
import io.github.jdatasks.testing.VirtualLoopScheduler;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import net.dv8tion.jda.api.JDA;
import org.slf4j.MDC;

/** The program of {@link NoBindingTest}: everything that ought to be seen on a console goes wrong in it. */
public final class NoBindingProgram {
    private NoBindingProgram() {}

    private static final class Broken extends LoopCog {
        @Override
        protected void cogLoad(JDA jda) {
            throw new IllegalStateException("no database");
        }
    }

    /** Does it all; with any argument without the class of JDA that logs in place of a binding. */
    public static void main(String[] args) throws ReflectiveOperationException {
        if (args.length > 0) {
            Class<?> again = new WithoutJdaLogger().loadClass(NoBindingProgram.class.getName());
            again.getMethod("main", String[].class).invoke(null, (Object) new String[0]);
            return;
        }
        VirtualLoopScheduler time = VirtualLoopScheduler.startingAt(Instant.EPOCH);
        LoopTask failing = Loops.every(Duration.ofHours(1))
                .name("sync")
                .scheduler(time)
                .start(run -> {
                    throw new IllegalStateException("no channel");
                });
        VirtualConnection.of(time.create(Broken::new)).ready();
        ConnectionGate gate = new ConnectionGate();
        VirtualConnection connection = VirtualConnection.of(gate).ready();
        LoopTask waiting = Loops.every(Duration.ofSeconds(1))
                .name("waiting")
                .scheduler(time)
                .gate(gate)
                .start(run -> {});
        time.runPending();
        connection.disconnect();
        time.advance(Duration.ofMinutes(1));
        System.out.println("context " + MDC.getCopyOfContextMap());
        System.out.println(failing.stats().failures() + " failure, " + waiting.state());
        time.close();
    }

    /** Has the classes of the program anew, and one less. */
    private static final class WithoutJdaLogger extends URLClassLoader {
        WithoutJdaLogger() {
            super(urls(), ClassLoader.getPlatformClassLoader());
        }

        private static URL[] urls() {
            return Arrays.stream(System.getProperty("java.class.path").split(System.getProperty("path.separator")))
                    .map(entry -> url(Path.of(entry)))
                    .toArray(URL[]::new);
        }

        private static URL url(Path path) {
            try {
                return path.toUri().toURL();
            } catch (java.net.MalformedURLException e) {
                throw new IllegalArgumentException(e);
            }
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            if (name.equals("net.dv8tion.jda.internal.utils.JDALogger")) {
                throw new ClassNotFoundException(name);
            }
            return super.findClass(name);
        }
    }
}
