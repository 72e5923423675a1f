package io.github.jdatasks.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import net.dv8tion.jda.api.events.GenericEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * With an event pool, events arrive in any order and long after they were fired. Whatever happens on the way, when the
 * last one has arrived the gate must be in the right state.
 */
class ConnectionGateOrderTest {
    private static final int SAMPLES = 200;

    @Test
    void every_order_of_delivery_of_a_reconnect_ends_open() {
        everyOrder("""
                a LOGGING_IN
                a CONNECTED
                a DISCONNECTED
                a !Resume
                a CONNECTED -> open
                """);
    }

    @Test
    void every_order_of_delivery_of_a_lost_session_ends_open() {
        everyOrder("""
                a CONNECTED
                a !Invalidate
                a DISCONNECTED
                a !Recreate
                a CONNECTED -> open
                """);
    }

    @Test
    void every_order_of_delivery_of_an_outage_ends_shut() {
        everyOrder("""
                a LOGGING_IN
                a !Ready
                a CONNECTED
                a DISCONNECTED
                a !Disconnect -> shut
                """);
    }

    @Test
    void every_order_of_delivery_of_a_shutdown_ends_closed_even_before_SHUTDOWN() {
        everyOrder("""
                a LOGGING_IN
                a CONNECTED
                a SHUTTING_DOWN
                a DISCONNECTED -> closed
                """);
        everyOrder("""
                a LOGGING_IN
                a CONNECTED
                a SHUTTING_DOWN
                a WAITING_TO_RECONNECT
                a !Shutdown -> closed
                """);
    }

    @Test
    void every_order_of_delivery_around_a_replaced_instance_ends_open() {
        everyOrder("""
                a LOGGING_IN
                a SHUTTING_DOWN
                a DISCONNECTED
                A LOGGING_IN
                A CONNECTED
                a SHUTDOWN -> open
                """);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ConnectionGateScenarioTest.FIRST_LOGIN,
                ConnectionGateScenarioTest.RECONNECT_REQUESTED,
                ConnectionGateScenarioTest.SESSION_LOST,
                ConnectionGateScenarioTest.RESUME_ANSWERED_BY_INVALID_SESSION,
                ConnectionGateScenarioTest.JOIN_REPLAYED_WHILE_RESUMING,
                ConnectionGateScenarioTest.LOST_WHILE_LOADING,
                ConnectionGateScenarioTest.SESSION_LOST_BEFORE_READY,
                ConnectionGateScenarioTest.SERVER_DOWN,
                ConnectionGateScenarioTest.ESTABLISHED_AND_LOST_AGAIN_AND_AGAIN,
                ConnectionGateScenarioTest.FATAL_CODE,
                ConnectionGateScenarioTest.FATAL_CODE_AT_LOGIN,
                ConnectionGateScenarioTest.BAD_TOKEN,
                ConnectionGateScenarioTest.SHUTDOWN,
                ConnectionGateScenarioTest.SHUTDOWN_WHILE_CONNECTING,
                ConnectionGateScenarioTest.NEW_INSTANCE_AFTER_SHUTDOWN,
                ConnectionGateScenarioTest.TWO_SHARDS_OF_A_MANAGER,
                ConnectionGateScenarioTest.RESTART_OF_A_SHARD,
                ConnectionGateScenarioTest.SHARD_KILLED_BY_A_FATAL_CODE,
                ConnectionGateScenarioTest.SHARD_SHUT_DOWN_ON_ITS_OWN,
                ConnectionGateScenarioTest.ONE_OF_TWO_INSTANCES_REPLACED_WITHOUT_A_MANAGER
            })
    void random_orders_of_delivery_end_as_the_right_order_does(String text) {
        RandomGenerator random = new SplittableRandom(17);
        for (int i = 0; i < SAMPLES; i++) {
            play(text, new RandomOrder(random));
        }
    }

    /** Plays all interleavings of what happens, in order, and of its events being delivered at any later time. */
    private static void everyOrder(String text) {
        NextOrder order = new NextOrder();
        do {
            order.position = 0;
            play(text, order);
        } while (order.advance());
    }

    private static void play(String text, Choice choice) {
        GateScript script = new GateScript(text, true);
        List<Pending> undelivered = new ArrayList<>();
        List<String> log = new ArrayList<>();
        int step = 0;
        while (step < script.steps.size() || !undelivered.isEmpty()) {
            boolean more = step < script.steps.size();
            int chosen = choice.below(undelivered.size() + (more ? 1 : 0));
            if (chosen < undelivered.size()) {
                Pending pending = undelivered.remove(chosen);
                log.add(pending.step + " is heard of");
                script.gate.onEvent(pending.event);
            } else {
                String line = script.steps.get(step++);
                log.add(line);
                script.perform(line).forEach(event -> undelivered.add(new Pending(line, event)));
            }
        }
        if (text.contains("Invalidate") || text.contains("manager")) {
            script.settle();
        }
        String last = script.steps.get(script.steps.size() - 1);
        assertThat(script.state())
                .as(() -> String.join("\n", log))
                .isEqualTo(last.substring(last.indexOf("->") + 2).strip());
    }

    private record Pending(String step, GenericEvent event) {}

    /** Makes the decisions of which there is more than one possibility. */
    private interface Choice {
        int below(int bound);
    }

    private record RandomOrder(RandomGenerator random) implements Choice {
        @Override
        public int below(int bound) {
            return random.nextInt(bound);
        }
    }

    /** Counts through all sequences of decisions. */
    private static final class NextOrder implements Choice {
        private final List<int[]> decisions = new ArrayList<>();
        private int position;

        @Override
        public int below(int bound) {
            if (position == decisions.size()) {
                decisions.add(new int[] {0, bound});
            }
            return decisions.get(position++)[0];
        }

        boolean advance() {
            while (!decisions.isEmpty()) {
                int[] last = decisions.get(decisions.size() - 1);
                if (++last[0] < last[1]) {
                    return true;
                }
                decisions.remove(decisions.size() - 1);
            }
            return false;
        }
    }
}
