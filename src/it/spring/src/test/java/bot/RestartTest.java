package bot;

import static bot.Contexts.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.jdatasks.LoopCog;
import io.github.jdatasks.LoopTask;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

/** A bot that is started anew with new classes in the same process, as Spring's DevTools do. */
class RestartTest {
    /** Has the classes of the bot anew; all others, this library's too, are those of the tests. */
    private static final class Restarted extends ClassLoader {
        Restarted() {
            super(RestartTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith("bot.")) {
                return super.loadClass(name, resolve);
            }
            Class<?> loaded = findLoadedClass(name);
            return loaded == null ? define(name) : loaded;
        }

        private Class<?> define(String name) throws ClassNotFoundException {
            try (InputStream file = getResourceAsStream(name.replace('.', '/') + ".class")) {
                byte[] bytes = file.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }

    private static AnnotationConfigApplicationContext start(ClassLoader classes) throws ClassNotFoundException {
        AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
        context.setClassLoader(classes);
        context.getEnvironment().setActiveProfiles("test");
        context.register(
                classes.loadClass(BotConfiguration.class.getName()),
                classes.loadClass(MockDiscordConfiguration.class.getName()));
        context.refresh();
        return context;
    }

    private static LoopTask write(AnnotationConfigApplicationContext context) {
        return context.getBean("digest", LoopCog.class).loop("write");
    }

    @Test
    void no_loop_runs_twice_and_the_old_classes_are_free() throws Exception {
        WeakReference<ClassLoader> old = restart();
        await("the class loader is free", () -> {
            System.gc();
            return old.get() == null;
        });
    }

    private static WeakReference<ClassLoader> restart() throws Exception {
        ClassLoader before = new Restarted();
        AnnotationConfigApplicationContext first = start(before);
        LoopTask old = write(first);
        await("the first run", () -> old.stats().runs() > 0);
        first.close();
        long runs = old.stats().runs();
        try (AnnotationConfigApplicationContext second = start(new Restarted())) {
            assertThat(second.getBean("digest").getClass()).isNotSameAs(first.getClass());
            LoopTask write = write(second);
            await("runs after the restart", () -> write.stats().runs() >= 2);
            assertThat(old.stats().runs()).isEqualTo(runs);
        }
        return new WeakReference<>(before);
    }
}
