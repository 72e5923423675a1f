package io.github.jdatasks.cog;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.jdatasks.LoopTask;
import io.github.jdatasks.support.Garbage;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import org.junit.jupiter.api.Test;

/** A plugin that brings the library along and is reloaded: nothing keeps its classes when it has been unloaded. */
class ReloadTest {
    @Test
    void the_classes_of_a_plugin_are_collected_when_it_has_been_unloaded_and_the_shared_scheduler_closed()
            throws Exception {
        Garbage garbage = new Garbage();
        for (int reload = 0; reload < 2; reload++) {
            loadAndUnload(garbage);
        }
        garbage.assertCollected();
    }

    /** On a thread of its own, so that nothing of it is left in this one. */
    private static void loadAndUnload(Garbage garbage) throws Exception {
        Throwable[] failure = new Throwable[1];
        Thread host = new Thread(
                () -> {
                    try (PluginLoader loader = new PluginLoader()) {
                        garbage.add(loader);
                        Class<?> plugin = loader.loadClass(ReloadedPlugin.class.getName());
                        assertThat(plugin).isNotSameAs(ReloadedPlugin.class);
                        ((Runnable) plugin.getConstructor().newInstance()).run();
                    } catch (ReflectiveOperationException | IOException | RuntimeException | Error e) {
                        failure[0] = e;
                    }
                },
                "jda-tasks-test-host");
        host.start();
        host.join();
        assertThat(failure[0]).isNull();
    }

    /** Has the library's classes by itself, all else from the host. */
    private static final class PluginLoader extends URLClassLoader {
        PluginLoader() {
            super(new URL[] {urlOf(LoopTask.class), urlOf(ReloadedPlugin.class)}, ReloadTest.class.getClassLoader());
        }

        private static URL urlOf(Class<?> type) {
            return type.getProtectionDomain().getCodeSource().getLocation();
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith("io.github.jdatasks.")) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                return loaded == null ? findClass(name) : loaded;
            }
        }
    }
}
