package io.github.jdatasks.mockdiscord;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import net.dv8tion.jda.api.JDAInfo;
import net.dv8tion.jda.api.utils.data.DataArray;
import net.dv8tion.jda.api.utils.data.DataObject;
import net.dv8tion.jda.api.utils.messages.MessageRequest;
import org.jspecify.annotations.Nullable;

/** Components for bots in tests: JDA 6 has the same classes as JDA 5, in other packages. */
final class TestComponents {
    private static final boolean JDA_5 = JDAInfo.VERSION.startsWith("5.");

    private TestComponents() {}

    static Object primary(String id, String label) {
        return button("primary", id, label);
    }

    static Object danger(String id, String label) {
        return button("danger", id, label);
    }

    static Object link(String url, String label) {
        return button("link", url, label);
    }

    static Object disabled(Object button) {
        return call(type("buttons.Button"), button, "asDisabled");
    }

    /** A select menu with labels as values, of which any number can be selected. */
    static Object menu(String id, String placeholder, String... labels) {
        Class<?> type = type("selections.StringSelectMenu");
        Object builder = call(type, null, "create", id);
        Class<?> builderType = builder.getClass();
        call(builderType, builder, "setPlaceholder", placeholder);
        for (String label : labels) {
            call(builderType, builder, "addOption", label, "value of " + label, "About " + label);
        }
        call(builderType, builder, "setMaxValues", labels.length);
        return call(builderType, builder, "build");
    }

    /** A form with two text inputs, as the version of JDA sends it. */
    static DataObject modal(String id, String title) {
        DataArray inputs = DataArray.empty();
        for (String name : List.of("Reason", "Details")) {
            DataObject input = DataObject.empty()
                    .put("type", 4)
                    .put("style", 1)
                    .put("custom_id", name.toLowerCase(Locale.ROOT))
                    .put("required", name.equals("Reason"));
            inputs.add(
                    JDA_5
                            ? DataObject.empty()
                                    .put("type", 1)
                                    .put("components", DataArray.empty().add(input.put("label", name)))
                            : DataObject.empty()
                                    .put("type", 18)
                                    .put("label", name)
                                    .put("component", input));
        }
        return DataObject.empty().put("custom_id", id).put("title", title).put("components", inputs);
    }

    /** Sets the rows of a message, each of them of components. */
    @SuppressWarnings({"unchecked", "rawtypes"})
    static <T extends MessageRequest<?>> T rows(T message, Object... components) {
        List<Object> rows = Arrays.stream(components)
                .map(component -> component instanceof Collection<?> several ? several : List.of(component))
                .map(row -> call(rowType(), null, "of", row))
                .toList();
        ((MessageRequest) message).setComponents((Collection) rows);
        return message;
    }

    private static Object button(String style, String idOrUrl, String label) {
        return call(type("buttons.Button"), null, style, idOrUrl, label);
    }

    private static Class<?> rowType() {
        return JDA_5 ? type("ActionRow") : type("actionrow.ActionRow");
    }

    private static Class<?> type(String name) {
        String in = JDA_5 ? "net.dv8tion.jda.api.interactions.components." : "net.dv8tion.jda.api.components.";
        try {
            return Class.forName(in + name);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("JDA " + JDAInfo.VERSION + " has no " + name, e);
        }
    }

    private static Object call(Class<?> type, @Nullable Object target, String name, Object... arguments) {
        for (Method method : type.getMethods()) {
            if (method.getName().equals(name) && !method.isBridge() && fits(method, arguments)) {
                try {
                    return method.invoke(target, arguments);
                } catch (ReflectiveOperationException e) {
                    throw new IllegalStateException(method + " with " + Arrays.toString(arguments), e);
                }
            }
        }
        throw new IllegalStateException("No " + name + " of " + type + " for " + Arrays.toString(arguments));
    }

    private static boolean fits(Method method, Object[] arguments) {
        Class<?>[] wanted = method.getParameterTypes();
        if (wanted.length != arguments.length) {
            return false;
        }
        for (int i = 0; i < wanted.length; i++) {
            boolean number = wanted[i] == int.class && arguments[i] instanceof Integer;
            if (!number && !wanted[i].isInstance(arguments[i])) {
                return false;
            }
        }
        return true;
    }
}
