package io.github.jdatasks.internal.gate;

/**
 * Recognizes the threads that must not wait for the connection because JDA needs them to connect: its gateway and
 * session threads, and any thread on which JDA is calling its listeners.
 */
final class JdaThreads {
    private static final StackWalker STACK = StackWalker.getInstance();

    private JdaThreads() {}

    /** Throws {@link IllegalStateException} if the current thread must not wait; the message names the call. */
    static void refuseToWait(String call) {
        String name = Thread.currentThread().getName();
        if (bringsUpConnections(name) || insideListener()) {
            throw new IllegalStateException(call + " was called on thread \"" + name + "\", which JDA needs to bring up"
                    + " the connection: the wait could never end. Wait on a thread of your own, ask isOpen()"
                    + " or use onChange()");
        }
    }

    private static boolean bringsUpConnections(String name) {
        return (name.startsWith("JDA ") && (name.contains(" MainWS-") || name.contains(" Gateway-Worker")))
                || name.startsWith("ConcurrentSessionController-Worker")
                || name.startsWith("SessionControllerAdapter-Worker")
                || name.startsWith("DefaultShardManager");
    }

    /**
     * Events also come on users' threads, such as the one that logs in; with an event pool JDA does not wait for them.
     */
    private static boolean insideListener() {
        return STACK.walk(
                frames -> frames.anyMatch(frame -> frame.getMethodName().equals("handleEvent")
                        && frame.getClassName().equals("net.dv8tion.jda.internal.JDAImpl")));
    }
}
