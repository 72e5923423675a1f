package io.github.jdatasks.internal.panel;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import net.dv8tion.jda.api.utils.messages.MessageRequest;

/**
 * A row of buttons below a message.
 *
 * @param buttons up to five
 */
record ButtonRow(List<PanelButton> buttons) {
    // JDA 6 has moved the classes of components to other packages, so they are looked up by name: this jar is for JDA 5
    // too. What they are given to, and its methods with a plain Collection, are the same in both.
    private static final String NEW = "net.dv8tion.jda.api.components.";
    private static final String OLD = "net.dv8tion.jda.api.interactions.components.";

    /**
     * A button.
     *
     * @param style the name of the method of JDA's that makes it: primary, secondary, success or danger
     */
    record PanelButton(String style, String id, String label) {}

    static final ButtonRow NONE = new ButtonRow(List.of());

    /** Puts the row below a message that is being built. */
    @SuppressWarnings({"rawtypes", "unchecked"}) // the type of its elements is another one in JDA 5
    void addTo(MessageRequest<?> message) {
        try {
            leaveComponentsV2(message);
            if (buttons.isEmpty()) {
                message.setComponents(List.of());
                return;
            }
            Class<?> button = find("buttons.Button", "buttons.Button");
            List<Object> made = new ArrayList<>();
            for (PanelButton one : buttons) {
                Method make = button.getMethod(one.style(), String.class, String.class);
                made.add(make.invoke(null, one.id(), one.label()));
            }
            Method row = find("actionrow.ActionRow", "ActionRow").getMethod("of", Collection.class);
            Collection rows = List.of(row.invoke(null, made));
            message.setComponents(rows);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("This version of JDA has no buttons that the panel knows", e);
        }
    }

    /** A bot may have made those components of JDA 6 the default that take no text and no embeds beside them. */
    private static void leaveComponentsV2(MessageRequest<?> message) throws ReflectiveOperationException {
        Method[] methods = MessageRequest.class.getMethods();
        for (Method method : methods) {
            if (method.getName().equals("useComponentsV2") && method.getParameterCount() == 1) {
                method.invoke(message, false);
            }
        }
    }

    private static Class<?> find(String inNew, String inOld) throws ClassNotFoundException {
        try {
            return Class.forName(NEW + inNew);
        } catch (ClassNotFoundException olderJda) {
            return Class.forName(OLD + inOld);
        }
    }
}
