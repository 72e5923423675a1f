package io.github.jdatasks.mockdiscord.junit;

import io.github.jdatasks.mockdiscord.MockDiscord;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.dv8tion.jda.api.JDA;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;

/** What is behind {@link MockBot}. */
final class MockBotExtension implements BeforeEachCallback, AfterEachCallback, ParameterResolver {
    private static final ExtensionContext.Namespace NAMESPACE =
            ExtensionContext.Namespace.create(MockBotExtension.class);

    @Override
    public void beforeEach(ExtensionContext context) throws Exception {
        ExtensionContext.Store store = context.getStore(NAMESPACE);
        if (store.get(RunningBot.class) != null) {
            return; // registered both for the class and for the method
        }
        MockBot settings = settings(context);
        List<Object> listeners = new ArrayList<>();
        for (Class<?> type : settings.listeners()) {
            listeners.add(newListener(type));
        }
        for (Object test : context.getRequiredTestInstances().getAllInstances()) {
            addListeners(test, listeners);
        }
        RunningBot bot = new RunningBot(settings, listeners);
        store.put(RunningBot.class, bot);
        bot.awaitReady();
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        RunningBot bot = context.getStore(NAMESPACE).remove(RunningBot.class, RunningBot.class);
        if (bot != null) {
            bot.end();
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        RunningBot bot = context.getStore(NAMESPACE).get(RunningBot.class, RunningBot.class);
        // Those two also without a bot, for a message that says why there is none.
        return type == MockDiscord.class
                || type == JDA.class
                || (bot != null && bot.find(type).isPresent());
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        RunningBot bot = context.getStore(NAMESPACE).get(RunningBot.class, RunningBot.class);
        if (bot == null) {
            throw new ParameterResolutionException("There is a " + type.getSimpleName()
                    + " for each test, so that constructors and @BeforeAll methods cannot have one: "
                    + parameter.getDeclaringExecutable());
        }
        return bot.find(type)
                .orElseThrow(() -> new ParameterResolutionException(
                        "@MockBot(login = false) makes no " + type.getSimpleName() + ": " + parameter));
    }

    /** Returns the annotation that is nearest to the test. */
    private static MockBot settings(ExtensionContext context) {
        for (Parameter parameter : context.getRequiredTestMethod().getParameters()) {
            Optional<MockBot> found = AnnotationSupport.findAnnotation(parameter, MockBot.class);
            if (found.isPresent()) {
                return found.get();
            }
        }
        for (Optional<ExtensionContext> at = Optional.of(context);
                at.isPresent();
                at = at.get().getParent()) {
            Optional<MockBot> found = AnnotationSupport.findAnnotation(at.get().getElement(), MockBot.class);
            if (found.isPresent()) {
                return found.get();
            }
        }
        throw new ExtensionConfigurationException("No @MockBot on " + context.getRequiredTestMethod()
                + " or its class; use the annotation, not @ExtendWith");
    }

    private static Object newListener(Class<?> type) {
        try {
            Constructor<?> constructor = type.getDeclaredConstructor();
            constructor.setAccessible(true);
            return constructor.newInstance();
        } catch (ReflectiveOperationException e) {
            throw new ExtensionConfigurationException(
                    "@MockBot cannot make a " + type.getName() + ": a listener needs a constructor without"
                            + " arguments that does not fail; else hold it in a field with @BotListener",
                    e);
        }
    }

    private static void addListeners(Object test, List<Object> listeners) throws ReflectiveOperationException {
        for (Field field : AnnotationSupport.findAnnotatedFields(
                test.getClass(), BotListener.class, field -> true, HierarchyTraversalMode.TOP_DOWN)) {
            field.setAccessible(true);
            listeners.add(required(field.get(test), field));
        }
        for (Method method : AnnotationSupport.findAnnotatedMethods(
                test.getClass(), BotListener.class, HierarchyTraversalMode.TOP_DOWN)) {
            if (method.getParameterCount() > 0) {
                throw new ExtensionConfigurationException("A @BotListener has no parameters: " + method);
            }
            method.setAccessible(true);
            listeners.add(required(method.invoke(test), method));
        }
    }

    private static Object required(@Nullable Object listener, Object where) {
        if (listener == null) {
            throw new ExtensionConfigurationException("A @BotListener is null before the test: " + where);
        }
        return listener;
    }
}
