package io.github.jdatasks.cog;

import static io.github.jdatasks.support.RunNotes.MIDNIGHT;
import static java.lang.invoke.MethodHandles.lookup;
import static java.lang.invoke.MethodHandles.privateLookupIn;
import static net.bytebuddy.matcher.ElementMatchers.isSynthetic;
import static net.bytebuddy.matcher.ElementMatchers.not;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchIllegalArgumentException;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.withSettings;

import io.github.jdatasks.AfterLoop;
import io.github.jdatasks.BeforeLoop;
import io.github.jdatasks.Loop;
import io.github.jdatasks.LoopCog;
import io.github.jdatasks.LoopContext;
import io.github.jdatasks.LoopError;
import io.github.jdatasks.LoopState;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.support.OfflineJda;
import io.github.jdatasks.testing.VirtualConnection;
import io.github.jdatasks.testing.VirtualLoopScheduler;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.description.modifier.SyntheticState;
import net.bytebuddy.description.modifier.Visibility;
import net.bytebuddy.dynamic.DynamicType;
import net.bytebuddy.dynamic.loading.ClassLoadingStrategy;
import net.bytebuddy.implementation.InvocationHandlerAdapter;
import net.dv8tion.jda.api.events.GatewayPingEvent;
import net.dv8tion.jda.api.hooks.ListenerAdapter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.Answers;
import org.mockito.MockMakers;
import org.objenesis.ObjenesisStd;

/** Proxies that frameworks make: the annotations are those of the class behind, the calls go through the proxy. */
@SuppressWarnings("UnusedMethod") // loops and hooks are called by the library
class ProxiedObjectTest {
    private final VirtualLoopScheduler time = VirtualLoopScheduler.startingAt(MIDNIGHT);

    /** The calls that a proxy has passed on, in the order they were made. */
    private final List<String> advised = new ArrayList<>();

    private LoopCog run(Object object) {
        LoopCog cog = LoopCog.of(object, time);
        VirtualConnection.of(cog).ready();
        time.runPending();
        return cog;
    }

    /** What the advice of Spring does: it has a say, and calls the object behind the proxy. */
    private InvocationHandler adviceOf(Object target) {
        return (proxy, method, arguments) -> {
            advised.add(method.getName());
            method.setAccessible(true);
            try {
                return method.invoke(target, arguments);
            } catch (InvocationTargetException e) {
                throw e.getTargetException();
            }
        };
    }

    private DynamicType.Builder<?> subclass(Object target, String name) {
        return new ByteBuddy()
                .subclass(target.getClass())
                .name(name)
                .method(not(isSynthetic()))
                .intercept(InvocationHandlerAdapter.of(adviceOf(target)));
    }

    /** Makes a proxy beside the class, as frameworks do, and without its constructor. */
    private Object proxyOf(Object target, String suffix) {
        Class<?> type = target.getClass();
        try (DynamicType.Unloaded<?> proxy =
                subclass(target, type.getName() + suffix).make()) {
            return instanceOf(proxy, ClassLoadingStrategy.UsingLookup.of(privateLookupIn(type, lookup())));
        } catch (IllegalAccessException e) {
            throw new LinkageError(e.getMessage(), e);
        }
    }

    /** Makes a proxy whose class is in a class loader of its own. */
    private Object distantProxyOf(Object target) {
        try (DynamicType.Unloaded<?> proxy = subclass(target, target.getClass().getName() + "$$SpringCGLIB$$0")
                .make()) {
            return instanceOf(proxy, ClassLoadingStrategy.Default.WRAPPER);
        }
    }

    private static Object instanceOf(DynamicType.Unloaded<?> type, ClassLoadingStrategy<? super ClassLoader> strategy) {
        ClassLoader loader = ProxiedObjectTest.class.getClassLoader();
        return new ObjenesisStd().newInstance(type.load(loader, strategy).getLoaded());
    }

    /** Returns the name of a loop with that of its cog, which is the second word. */
    private static String inFull(LoopTask loop) {
        return loop.toString().split(" ", -1)[1];
    }

    public static class Digest {
        final List<String> calls = new ArrayList<>();

        @BeforeLoop
        protected void open() {
            calls.add("open");
        }

        @Loop(minutes = 1)
        public void send(LoopTask task) {
            calls.add(inFull(task));
            throw new IllegalStateException("on purpose");
        }

        @LoopError
        public void failed(Throwable error) {
            calls.add(String.valueOf(error.getMessage()));
        }

        @AfterLoop
        void close() {
            calls.add("close");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$$SpringCGLIB$$0",
                "$$EnhancerBySpringCGLIB$$1f2e",
                "$$EnhancerByGuice$$77",
                "_$$_jvst8c4_0",
                "$ByteBuddy$x7Qz",
                "$MockitoMock$123"
            })
    void a_proxy_of_a_class_has_the_annotations_and_names_of_the_class_and_gets_all_calls(String suffix) {
        Digest behind = new Digest();
        LoopCog cog = run(proxyOf(behind, suffix));
        cog.unload();
        time.runPending();
        assertThat(behind.calls).containsExactly("open", "Digest.send", "on purpose", "close");
        assertThat(advised).containsExactly("open", "send", "failed", "close");
    }

    @Test
    void a_synthetic_subclass_is_a_proxy_whatever_its_name_is() throws IllegalAccessException {
        Digest behind = new Digest();
        try (DynamicType.Unloaded<?> proxy = subclass(behind, Digest.class.getName() + "_ClientProxy")
                .modifiers(Visibility.PUBLIC, SyntheticState.SYNTHETIC)
                .make()) {
            run(instanceOf(proxy, ClassLoadingStrategy.UsingLookup.of(privateLookupIn(Digest.class, lookup()))));
        }
        assertThat(behind.calls).startsWith("open", "Digest.send");
        assertThat(advised).startsWith("open", "send");
    }

    @Test
    void a_proxy_of_a_proxy_has_the_name_of_the_class_behind_both() {
        Digest behind = new Digest();
        run(proxyOf(proxyOf(behind, "$$SpringCGLIB$$1"), "$$SpringCGLIB$$2"));
        assertThat(behind.calls).startsWith("open", "Digest.send");
        assertThat(advised).startsWith("open", "open", "send", "send");
    }

    @Test
    void a_mock_that_copies_the_annotations_has_each_loop_once() {
        Digest mock = mock(
                Digest.class, withSettings().mockMaker(MockMakers.SUBCLASS).defaultAnswer(Answers.RETURNS_DEFAULTS));
        LoopCog cog = run(mock);
        assertThat(cog.loops()).extracting(ProxiedObjectTest::inFull).containsExactly("Digest.send");
        assertThat(cog.loop("send").stats().runs()).isOne();
    }

    public static class Fetch {
        final CompletableFuture<String> answer = new CompletableFuture<>();

        @Loop(minutes = 1)
        public CompletableFuture<String> fetch() {
            return answer;
        }
    }

    @Test
    void a_run_lasts_until_the_future_of_the_advice_completes() {
        Fetch behind = new Fetch();
        LoopCog cog = run(proxyOf(behind, "$$SpringCGLIB$$3"));
        assertThat(cog.loop("fetch").state()).isEqualTo(LoopState.RUNNING);
        behind.answer.complete("done");
        time.runPending();
        assertThat(cog.loop("fetch").stats().runs()).isOne();
    }

    public static class Listening extends ListenerAdapter {
        int pings;

        @Loop(minutes = 1)
        public void tick() {}

        @Override
        public void onGatewayPing(GatewayPingEvent event) {
            pings++;
        }
    }

    @Test
    void its_event_methods_are_called_through_the_proxy_too() {
        OfflineJda jda = new OfflineJda();
        Listening behind = new Listening();
        Object proxy = proxyOf(behind, "$$SpringCGLIB$$4");
        jda.addEventListener(proxy, LoopCog.of(proxy, time));
        jda.handleEvent(new GatewayPingEvent(jda, 40));
        assertThat(behind.pings).isOne();
        assertThat(advised).contains("onGatewayPing");
    }

    public static class Unreachable {
        @Loop(minutes = 1)
        private void aPrivate() {}

        @Loop(minutes = 1)
        public final void bFinal() {}

        @Loop(minutes = 1)
        void cPackagePrivate() {}

        @AfterLoop
        protected void dProtected() {}

        @Loop(minutes = 1)
        static void eStatic() {}

        @BeforeLoop
        private void fHook() {}

        private void gNotOurs() {}
    }

    private List<String> mistakes(Object proxy) {
        return String.valueOf(catchIllegalArgumentException(() -> LoopCog.of(proxy, time))
                        .getMessage())
                .lines()
                .skip(1)
                .toList();
    }

    @Test
    void methods_that_the_proxy_cannot_override_are_mistakes_that_say_what_to_change() {
        Object proxy = proxyOf(new Unreachable(), "$$SpringCGLIB$$5");
        String start = "(): the object is a proxy, of class " + proxy.getClass().getName()
                + ", which cannot override this method: it is ";
        assertThat(mistakes(proxy))
                .containsExactly(
                        "  - Unreachable.aPrivate" + start + "private; make it public or protected",
                        "  - Unreachable.bFinal" + start + "final; leave final out, or in Kotlin make it open",
                        "  - Unreachable.eStatic(): it must not be static; leave static out",
                        "  - Unreachable.fHook" + start + "private; make it public or protected");
    }

    @Test
    void package_private_methods_are_a_mistake_if_the_proxy_is_of_another_class_loader() {
        assertThat(mistakes(distantProxyOf(new Unreachable())))
                .hasSize(5)
                .element(2)
                .asString()
                .startsWith("  - Unreachable.cPackagePrivate()")
                .endsWith("it is package-private, and the proxy in another package or class loader; make it public or"
                        + " protected");
    }

    public static class Constructed extends LoopCog {
        final List<String> calls = new ArrayList<>();

        Constructed(VirtualLoopScheduler time) {
            super(time);
        }

        @Loop(minutes = 1)
        private void tick(LoopTask task) {
            calls.add(inFull(task));
        }
    }

    /** What Guice makes of a class with interceptors: the subclass is the object, and there is none behind it. */
    static class Constructed$$EnhancerByGuice$$9 extends Constructed {
        Constructed$$EnhancerByGuice$$9(VirtualLoopScheduler time) {
            super(time);
        }
    }

    @Test
    void a_cog_of_a_generated_class_whose_constructor_has_run_is_complete_and_has_the_name_of_its_class() {
        Constructed cog = new Constructed$$EnhancerByGuice$$9(time);
        VirtualConnection.of(cog).ready();
        time.runPending();
        assertThat(cog.calls).containsExactly("Constructed.tick");
    }

    // ---- proxies of interfaces ----

    public interface Sending<C> {
        @Loop(minutes = 1)
        void send(C run);
    }

    public interface Sender extends Sending<LoopContext> {}

    public interface Greeter {
        void greet(LoopTask task);
    }

    public static class GreeterOfDiscord implements Greeter, Sender {
        final List<String> calls = new ArrayList<>();

        @Override
        @Loop(minutes = 1)
        public void greet(LoopTask task) {
            calls.add(inFull(task));
        }

        @Override
        public void send(LoopContext run) {
            calls.add(inFull(run.task()));
        }
    }

    static class Hiding extends GreeterOfDiscord {
        @Loop(minutes = 1)
        public void onlyHere() {}

        @BeforeLoop
        private void open() {}
    }

    private Object interfacesOf(Object target, Class<?>... interfaces) {
        return Proxy.newProxyInstance(getClass().getClassLoader(), interfaces, adviceOf(target));
    }

    @Test
    void a_proxy_of_interfaces_has_their_annotations_and_the_name_of_the_first() {
        GreeterOfDiscord behind = new GreeterOfDiscord();
        LoopCog cog = run(interfacesOf(behind, Sender.class, Greeter.class));
        assertThat(cog.loops()).extracting(ProxiedObjectTest::inFull).containsExactly("Sender.send");
    }

    /** Makes a proxy as Spring does, which tells its target class by an interface of Spring's. */
    private Object springs(Object target, InvocationHandler targetClass, Class<?>... interfaces) {
        try (DynamicType.Unloaded<?> made = new ByteBuddy()
                .makeInterface()
                .name("org.springframework.aop.TargetClassAware")
                .defineMethod("getTargetClass", Class.class, Visibility.PUBLIC)
                .withoutCode()
                .make()) {
            Class<?> aware = made.load(getClass().getClassLoader(), ClassLoadingStrategy.Default.WRAPPER)
                    .getLoaded();
            List<Class<?>> all = new ArrayList<>(List.of(interfaces));
            all.add(aware);
            InvocationHandler advice = adviceOf(target);
            return Proxy.newProxyInstance(
                    aware.getClassLoader(),
                    all.toArray(Class<?>[]::new),
                    (proxy, method, arguments) -> method.getName().equals("getTargetClass")
                            ? targetClass.invoke(proxy, method, arguments)
                            : advice.invoke(proxy, method, arguments));
        }
    }

    private Object springs(Object target, Class<?>... interfaces) {
        return springs(target, (proxy, method, arguments) -> target.getClass(), interfaces);
    }

    @Test
    void a_proxy_that_tells_its_target_class_has_the_annotations_and_names_of_that() {
        GreeterOfDiscord behind = new GreeterOfDiscord();
        LoopCog cog = run(springs(behind, Greeter.class, Sender.class));
        assertThat(cog.loops())
                .extracting(ProxiedObjectTest::inFull)
                .containsExactly("GreeterOfDiscord.greet", "GreeterOfDiscord.send");
        assertThat(behind.calls).containsExactly("GreeterOfDiscord.greet", "GreeterOfDiscord.send");
        assertThat(advised).containsExactly("greet", "send");
    }

    @Test
    void methods_that_no_interface_of_the_proxy_has_are_mistakes_that_say_what_to_change() {
        assertThat(mistakes(springs(new Hiding(), Greeter.class)))
                .allMatch(line -> line.endsWith(
                        "): the object is a proxy that has the methods of interfaces only, and this one is in none of"
                                + " them; declare it in one, or have the proxy made of the class: proxyTargetClass ="
                                + " true in Spring"))
                .extracting(line -> line.replaceFirst("  - ([\\w.]+)\\(.*", "$1"))
                .containsExactly("GreeterOfDiscord.send", "Hiding.onlyHere", "Hiding.open");
    }

    @Test
    void a_proxy_whose_target_class_is_generated_has_the_annotations_of_the_class_behind() {
        Object inner = proxyOf(new GreeterOfDiscord(), "$$SpringCGLIB$$6");
        LoopCog cog = run(springs(inner, Greeter.class, Sender.class));
        assertThat(inFull(cog.loop("greet"))).isEqualTo("GreeterOfDiscord.greet");
        assertThat(advised).containsExactly("greet", "greet", "send", "send");
    }

    @Test
    void a_proxy_that_has_no_target_class_is_read_by_its_interfaces() {
        Object proxy = springs(new GreeterOfDiscord(), (self, method, arguments) -> null, Sender.class);
        assertThat(LoopCog.of(proxy, time).loops())
                .extracting(ProxiedObjectTest::inFull)
                .containsExactly("Sender.send");
    }

    @Test
    void a_proxy_that_fails_to_tell_its_target_class_is_refused() {
        Object proxy = springs(
                new GreeterOfDiscord(),
                (self, method, arguments) -> {
                    throw new UnsupportedOperationException();
                },
                Sender.class);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LoopCog.of(proxy, time))
                .withMessageContaining("does not tell its target class");
    }

    @Test
    void a_proxy_that_hides_the_class_with_the_annotations_is_refused_with_what_to_do() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LoopCog.of(interfacesOf(new GreeterOfDiscord(), Greeter.class), time))
                .withMessageStartingWith("LoopCog.of: the " + Greeter.class.getName() + " has no loop")
                .withMessageContaining("a proxy that does not tell the class behind it")
                .withMessageContaining("a method of one of its interfaces");
    }
}
