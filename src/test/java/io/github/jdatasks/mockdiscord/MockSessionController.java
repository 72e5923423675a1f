package io.github.jdatasks.mockdiscord;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import net.dv8tion.jda.api.JDA;
import net.dv8tion.jda.api.sharding.ShardManager;
import net.dv8tion.jda.api.utils.SessionControllerAdapter;
import net.dv8tion.jda.internal.JDAImpl;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets clients identify at once instead of one in five seconds, and never lets them go to the real Discord. */
final class MockSessionController extends SessionControllerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(MockSessionController.class);
    private static final Duration RETRY = Duration.ofMillis(200);
    private static final Duration CONSTRUCTION = Duration.ofMillis(1);

    private final String gatewayUrl;
    private final MockThreads threads;
    private final Set<SessionConnectNode> queued = ConcurrentHashMap.newKeySet();
    private final Set<JDA> clients = ConcurrentHashMap.newKeySet();

    MockSessionController(String gatewayUrl, MockThreads threads) {
        this.gatewayUrl = gatewayUrl;
        this.threads = threads;
    }

    /** JDA asks here after a failed connect; without this it would go to the real gateway. */
    @Override
    public String getGateway() {
        return gatewayUrl;
    }

    @Override
    public void appendSession(SessionConnectNode node) {
        clients.add(node.getJDA());
        queued.add(node);
        try {
            threads.workers().execute(() -> connect(node));
        } catch (RejectedExecutionException closed) {
            LOG.debug("{} wants to connect to a closed mock Discord", node.getJDA(), closed);
        }
    }

    @Override
    public void removeSession(SessionConnectNode node) {
        queued.remove(node);
    }

    /** Ends every client that ever connected and does not yet know that the mock Discord is gone. */
    void shutdownClients() {
        for (JDA client : clients) {
            ShardManager manager = client.getShardManager();
            if (manager != null) {
                manager.shutdown();
            }
            client.shutdownNow();
        }
        clients.clear();
    }

    private void connect(SessionConnectNode node) {
        if (isUnderConstruction(node.getJDA())) {
            threads.after(CONSTRUCTION, () -> connect(node));
            return;
        }
        if (!queued.remove(node)) {
            return;
        }
        try {
            // True: not to wait for the login's end, so that shards do not wait for one another.
            node.run(true);
        } catch (RuntimeException refused) { // nobody else would try again
            LOG.debug("Connecting again in {}", RETRY, refused);
            queued.add(node);
            threads.after(RETRY, () -> connect(node));
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Whether an instance has asked for its session but does not yet know the client that did. Discord's answers never
     * come so early; those of this machine do, and JDA stumbles over them with a NullPointerException.
     */
    private static boolean isUnderConstruction(JDA jda) {
        return jda instanceof JDAImpl instance
                && instance.getClient() == null
                && instance.getStatus() != JDA.Status.SHUTDOWN;
    }
}
