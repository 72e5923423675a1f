package io.github.jdatasks.scheduler;

import static java.time.Duration.ofHours;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.jdatasks.Inside;
import io.github.jdatasks.Loop;
import io.github.jdatasks.LoopCog;
import io.github.jdatasks.LoopListener;
import io.github.jdatasks.LoopScheduler;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.Loops;
import io.github.jdatasks.internal.worker.Workers;
import io.github.jdatasks.testing.VirtualConnection;
import io.github.jdatasks.testing.VirtualLoopScheduler;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import net.dv8tion.jda.api.JDA;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

/** What a body finds in its thread: nothing of the thread that started the first loop, and nothing that other user code left. */
class NeutralThreadsTest {
    private static final int MANY = 200;
    private static final InheritableThreadLocal<String> INHERITED = new InheritableThreadLocal<>();
    private static final ClassLoader LIBRARYS = LoopScheduler.class.getClassLoader();

    private static final class Foreign extends ClassLoader {
        Foreign() {
            super(NeutralThreadsTest.class.getClassLoader());
        }
    }

    /** Everything of the present thread that is not as it is to be. */
    private static List<String> oddities() {
        Thread thread = Thread.currentThread();
        List<String> odd = new ArrayList<>();
        if (INHERITED.get() != null) {
            odd.add("inherits a thread-local");
        }
        if (thread.getContextClassLoader() != LIBRARYS) {
            odd.add("has the class loader " + thread.getContextClassLoader());
        }
        if (thread.getPriority() != Thread.NORM_PRIORITY) {
            odd.add("has the priority " + thread.getPriority());
        }
        if (!thread.isDaemon()) {
            odd.add("is no daemon");
        }
        if (thread.getThreadGroup().getName().equals("foreign")) {
            odd.add("is in the caller's group");
        }
        if (thread.isInterrupted()) {
            odd.add("is interrupted");
        }
        if (thread.getName().equals("renamed")) {
            odd.add("is renamed");
        }
        if (thread.getUncaughtExceptionHandler() instanceof Polluted) {
            odd.add("has a foreign handler");
        }
        if (MDC.get("left") != null || MDC.get("request") != null) {
            odd.add("has a foreign logging context: " + MDC.getCopyOfContextMap());
        }
        return odd;
    }

    private static final class Polluted implements Thread.UncaughtExceptionHandler {
        @Override
        public void uncaughtException(Thread thread, Throwable error) {
            throw new AssertionError(error);
        }
    }

    @SuppressWarnings("ThreadPriorityCheck")
    private static void pollute() {
        Thread thread = Thread.currentThread();
        thread.setContextClassLoader(new Foreign());
        thread.setPriority(Thread.MIN_PRIORITY);
        thread.setName("renamed");
        thread.setUncaughtExceptionHandler(new Polluted());
        MDC.put("left", "by a body");
        thread.interrupt();
    }

    private static void await(CountDownLatch latch) throws InterruptedException {
        assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    }

    /** Runs something on a thread that has all there is to be inherited, in a group that is gone afterwards. */
    private static void onForeignThread(Runnable work) throws InterruptedException {
        ThreadGroup group = new ThreadGroup("foreign");
        group.setMaxPriority(Thread.MIN_PRIORITY);
        Thread caller = new Thread(group, () -> {
            INHERITED.set("the caller's");
            MDC.put("request", "the caller's");
            Thread.currentThread().setContextClassLoader(new Foreign());
            work.run();
        });
        caller.start();
        caller.join();
    }

    @Test
    void bodies_inherit_nothing_from_the_thread_of_the_first_start() throws Exception {
        List<String> odd = new CopyOnWriteArrayList<>();
        CountDownLatch ran = new CountDownLatch(MANY);
        try (LoopScheduler scheduler = LoopScheduler.builder().build()) {
            onForeignThread(() -> {
                for (int i = 0; i < MANY; i++) {
                    Loops.every(ofHours(1)).scheduler(scheduler).start(run -> {
                        odd.addAll(oddities());
                        ran.countDown();
                    });
                }
            });
            await(ran);
            assertThat(odd).isEmpty();
        }
    }

    @Test
    void a_thread_that_takes_over_from_an_executor_is_neutral_too() throws Exception {
        List<String> odd = new CopyOnWriteArrayList<>();
        CountDownLatch ran = new CountDownLatch(1);
        try (LoopScheduler scheduler = LoopScheduler.builder()
                .executor(work -> {
                    throw new IllegalStateException("no more work");
                })
                .build()) {
            onForeignThread(() -> Loops.every(ofHours(1))
                    .scheduler(scheduler)
                    .onError((error, run) -> {
                        odd.addAll(oddities());
                        ran.countDown();
                    })
                    .start(run -> {}));
            await(ran);
            assertThat(odd).isEmpty();
        }
    }

    @Test
    void what_a_body_leaves_in_its_thread_reaches_no_other_loop() throws Exception {
        List<String> odd = new CopyOnWriteArrayList<>();
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        CountDownLatch ran = new CountDownLatch(MANY);
        try (LoopScheduler scheduler = LoopScheduler.builder().build()) {
            for (int i = 0; i < MANY; i++) {
                Loops.every(ofHours(1)).scheduler(scheduler).start(run -> {
                    odd.addAll(oddities());
                    threads.add(Thread.currentThread());
                    pollute();
                    ran.countDown();
                });
            }
            await(ran);
        }
        assertThat(odd).isEmpty();
        assertThat(threads)
                .as("several runs share a thread, or this shows nothing")
                .hasSizeLessThan(MANY);
    }

    @Test
    void what_hooks_handlers_and_listeners_leave_reaches_no_other_loop() throws Exception {
        List<String> odd = new CopyOnWriteArrayList<>();
        CountDownLatch ended = new CountDownLatch(MANY);
        LoopListener listener = new LoopListener() {
            @Override
            public void onStarted(LoopTask task) {
                pollute();
            }
        };
        try (LoopScheduler scheduler =
                LoopScheduler.builder().listener(listener).build()) {
            for (int i = 0; i < MANY; i++) {
                Loops.every(ofHours(1))
                        .scheduler(scheduler)
                        .count(1)
                        .beforeLoop(run -> {
                            odd.addAll(oddities());
                            if (run.task().hashCode() % 2 == 0) {
                                pollute();
                                throw new IllegalStateException("the before-hook fails, so only hooks are called");
                            }
                        })
                        .onError((error, run) -> pollute())
                        .afterLoop(run -> {
                            pollute();
                            ended.countDown();
                        })
                        .start(run -> {});
            }
            await(ended);
        }
        assertThat(odd).isEmpty();
    }

    @Test
    @SuppressWarnings("ThreadPriorityCheck")
    void an_executors_thread_is_afterwards_as_it_was_before() throws Exception {
        AtomicReference<@Nullable Thread> thread = new AtomicReference<>();
        ClassLoader own = new Foreign();
        ExecutorService executor = Executors.newSingleThreadExecutor(work -> {
            Thread made = new Thread(work, "the user's own");
            made.setPriority(Thread.MAX_PRIORITY);
            made.setContextClassLoader(own);
            thread.set(made);
            return made;
        });
        CountDownLatch ran = new CountDownLatch(2);
        try (LoopScheduler scheduler =
                LoopScheduler.builder().executor(executor).build()) {
            executor.submit(() -> MDC.put("users", "context")).get();
            for (int i = 0; i < 2; i++) {
                Loops.every(ofHours(1)).scheduler(scheduler).start(run -> {
                    pollute();
                    ran.countDown();
                });
            }
            await(ran);
            Supplier<List<Object>> state = () -> List.of(
                    Thread.currentThread().getName(),
                    Thread.currentThread().getPriority(),
                    Thread.currentThread().getContextClassLoader(),
                    Thread.currentThread().isInterrupted(),
                    Thread.currentThread().getUncaughtExceptionHandler() instanceof Polluted,
                    MDC.getCopyOfContextMap());
            assertThat(executor.submit(state::get).get())
                    .containsExactly(
                            "the user's own", Thread.MAX_PRIORITY, own, false, false, Map.of("users", "context"));
        } finally {
            executor.shutdownNow();
        }
    }

    @Test
    void an_interrupt_that_waited_for_the_thread_is_not_for_the_body_and_not_lost() {
        List<Boolean> seen = new ArrayList<>();
        VirtualLoopScheduler time = VirtualLoopScheduler.startingAt(Instant.EPOCH);
        LoopScheduler scheduler = time;
        Workers workers = Workers.of(Runnable::run, Inside.scheduler(scheduler).timer());
        Thread.currentThread().interrupt();
        workers.execute(() -> seen.add(Thread.currentThread().isInterrupted()));
        assertThat(seen).containsExactly(false);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void bodies_in_virtual_time_find_neutral_threads() throws Exception {
        VirtualLoopScheduler time = VirtualLoopScheduler.startingAt(Instant.EPOCH);
        List<String> odd = new ArrayList<>();
        class Polluting extends LoopCog {
            @Override
            protected void cogLoad(JDA jda) {
                odd.addAll(oddities());
                pollute();
            }

            @Loop(minutes = 1)
            void run() {
                odd.addAll(oddities());
                pollute();
            }

            @Loop(minutes = 1)
            void other() {
                odd.addAll(oddities());
                pollute();
            }

            @Override
            protected void cogUnload() {
                odd.addAll(oddities());
            }
        }
        Polluting cog = time.create(Polluting::new);
        cog.gate().onChange(gate -> pollute());
        INHERITED.set("the test's");
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        try {
            Thread.currentThread().setContextClassLoader(new Foreign());
            VirtualConnection.of(cog).ready();
            time.advance(Duration.ofMinutes(3));
            time.close();
        } finally {
            INHERITED.remove();
            Thread.currentThread().setContextClassLoader(before);
        }
        assertThat(odd).isEmpty();
    }

    /** Loads its own copy of a class, as each plugin does. */
    private static final class Plugin extends ClassLoader {
        Plugin() {
            super(NeutralThreadsTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            return name.equals(First.class.getName()) ? define(name) : super.loadClass(name, resolve);
        }

        private Class<?> define(String name) {
            try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
                byte[] code = Objects.requireNonNull(in).readAllBytes();
                return defineClass(name, code, 0, code.length);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** What a plugin does first. */
    public static final class First implements Consumer<LoopScheduler> {
        @Override
        public void accept(LoopScheduler scheduler) {
            Loops.every(ofHours(1))
                    .scheduler(scheduler)
                    .start(run -> {})
                    .cancel()
                    .join();
        }
    }

    private static WeakReference<ClassLoader> startFromPlugin(LoopScheduler scheduler) throws Exception {
        Plugin plugin = new Plugin();
        @SuppressWarnings("unchecked")
        var first = (Consumer<LoopScheduler>)
                plugin.loadClass(First.class.getName()).getConstructor().newInstance();
        first.accept(scheduler);
        return new WeakReference<>(plugin);
    }

    @Test
    void threads_that_a_plugin_was_the_first_to_need_do_not_keep_its_classes() throws Exception {
        try (LoopScheduler scheduler = LoopScheduler.builder().build()) {
            CountDownLatch busy = new CountDownLatch(1);
            WeakReference<ClassLoader> loader = startFromPlugin(scheduler);
            Loops.every(Duration.ofMillis(5)).scheduler(scheduler).start(run -> busy.countDown());
            await(busy);
            long begin = System.nanoTime();
            while (loader.get() != null) {
                assertThat(System.nanoTime() - begin).isLessThan(TimeUnit.SECONDS.toNanos(30));
                System.gc();
            }
        }
    }
}
