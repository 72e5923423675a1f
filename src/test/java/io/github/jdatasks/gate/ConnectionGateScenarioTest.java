package io.github.jdatasks.gate;

import org.junit.jupiter.api.Test;

/** What the gate says after each event of the courses that a session can take. */
class ConnectionGateScenarioTest {
    static final String FIRST_LOGIN = """
            a INITIALIZED                  -> shut
            a LOGGING_IN                   -> shut
            a CONNECTING_TO_WEBSOCKET      -> shut
            a IDENTIFYING_SESSION          -> shut
            a AWAITING_LOGIN_CONFIRMATION  -> shut
            a LOADING_SUBSYSTEMS           -> shut
            a !Ready                       -> shut
            a CONNECTED                    -> open
            """;

    static final String RECONNECT_REQUESTED = """
            a LOGGING_IN
            a CONNECTED                    -> open
            a DISCONNECTED                 -> shut
            a !Disconnect                  -> shut
            a WAITING_TO_RECONNECT         -> shut
            a ATTEMPTING_TO_RECONNECT      -> shut
            a IDENTIFYING_SESSION          -> shut
            a AWAITING_LOGIN_CONFIRMATION  -> shut
            a !Resume                      -> shut
            a CONNECTED                    -> open
            """;

    static final String SESSION_LOST = """
            a LOGGING_IN
            a CONNECTED                    -> open
            a !Invalidate                  -> shut
            time 10                        -> shut
            a DISCONNECTED                 -> shut
            a !Invalidate                  -> shut
            a !Disconnect                  -> shut
            a RECONNECT_QUEUED             -> shut
            a WAITING_TO_RECONNECT         -> shut
            a ATTEMPTING_TO_RECONNECT      -> shut
            a IDENTIFYING_SESSION          -> shut
            a AWAITING_LOGIN_CONFIRMATION  -> shut
            a LOADING_SUBSYSTEMS           -> shut
            a !Recreate                    -> shut
            a CONNECTED                    -> open
            """;

    static final String RESUME_ANSWERED_BY_INVALID_SESSION = """
            a LOGGING_IN
            a CONNECTED                    -> open
            a DISCONNECTED                 -> shut
            a !Disconnect
            a ATTEMPTING_TO_RECONNECT
            a AWAITING_LOGIN_CONFIRMATION
            a !Invalidate                  -> shut
            a DISCONNECTED
            a !Invalidate
            a !Disconnect
            a RECONNECT_QUEUED
            a LOADING_SUBSYSTEMS
            a !Recreate                    -> shut
            a CONNECTED                    -> open
            """;

    static final String JOIN_REPLAYED_WHILE_RESUMING = """
            a LOGGING_IN
            a CONNECTED                    -> open
            a DISCONNECTED                 -> shut
            a !Disconnect
            a AWAITING_LOGIN_CONFIRMATION
            a !Recreate                    -> shut
            a CONNECTED                    -> open
            a !Resume                      -> open
            """;

    static final String LOST_WHILE_LOADING = """
            a LOGGING_IN
            a LOADING_SUBSYSTEMS
            a DISCONNECTED                 -> shut
            a !Disconnect
            a AWAITING_LOGIN_CONFIRMATION
            a LOADING_SUBSYSTEMS           -> shut
            a !Ready                       -> shut
            a CONNECTED                    -> open
            """;

    static final String SESSION_LOST_BEFORE_READY = """
            a LOGGING_IN
            a AWAITING_LOGIN_CONFIRMATION
            a !Invalidate                  -> shut
            a DISCONNECTED
            a !Invalidate
            a !Disconnect
            a LOADING_SUBSYSTEMS
            a !Ready
            a CONNECTED                    -> open
            """;

    static final String SERVER_DOWN = """
            a LOGGING_IN
            a CONNECTED                    -> open
            a DISCONNECTED                 -> shut
            a !Disconnect
            a WAITING_TO_RECONNECT
            a ATTEMPTING_TO_RECONNECT
            a WAITING_TO_RECONNECT
            a ATTEMPTING_TO_RECONNECT
            a WAITING_TO_RECONNECT         -> shut
            time 900                       -> shut
            a ATTEMPTING_TO_RECONNECT
            a !Resume                      -> shut
            a CONNECTED                    -> open
            """;

    static final String ESTABLISHED_AND_LOST_AGAIN_AND_AGAIN = """
            a LOGGING_IN
            a CONNECTED                    -> open
            a DISCONNECTED
            a !Disconnect
            a AWAITING_LOGIN_CONFIRMATION
            a DISCONNECTED
            a !Disconnect
            a AWAITING_LOGIN_CONFIRMATION
            a DISCONNECTED
            a !Disconnect                  -> shut
            a AWAITING_LOGIN_CONFIRMATION
            a !Resume
            a CONNECTED                    -> open
            """;

    static final String FATAL_CODE = """
            a LOGGING_IN
            a CONNECTED                    -> open
            a DISCONNECTED                 -> shut
            a SHUTDOWN                     -> closed
            a !Shutdown                    -> closed
            """;

    static final String FATAL_CODE_AT_LOGIN = """
            a LOGGING_IN
            a AWAITING_LOGIN_CONFIRMATION
            a DISCONNECTED                 -> shut
            a SHUTDOWN                     -> closed
            a !Shutdown                    -> closed
            """;

    static final String BAD_TOKEN = """
            a INITIALIZED
            a LOGGING_IN                   -> shut
            a SHUTTING_DOWN                -> closed
            a SHUTDOWN                     -> closed
            a !Shutdown                    -> closed
            """;

    static final String SHUTDOWN = """
            a LOGGING_IN
            a CONNECTED                    -> open
            a SHUTTING_DOWN                -> closed
            a DISCONNECTED                 -> closed
            a SHUTDOWN                     -> closed
            a !Shutdown                    -> closed
            """;

    static final String SHUTDOWN_WHILE_CONNECTING = """
            a LOGGING_IN
            a CONNECTED                    -> open
            a DISCONNECTED                 -> shut
            a ATTEMPTING_TO_RECONNECT      -> shut
            a SHUTTING_DOWN                -> closed
            a WAITING_TO_RECONNECT         -> closed
            a CONNECTED                    -> closed
            a SHUTDOWN                     -> closed
            a !Shutdown                    -> closed
            """;

    static final String NEW_INSTANCE_AFTER_SHUTDOWN = """
            a LOGGING_IN
            a CONNECTED                    -> open
            a SHUTTING_DOWN                -> closed
            a DISCONNECTED                 -> closed
            A INITIALIZED                  -> closed
            A LOGGING_IN                   -> fresh
            A LOADING_SUBSYSTEMS           -> fresh
            A CONNECTED                    -> open
            a SHUTDOWN                     -> open
            a !Shutdown                    -> open
            """;

    static final String TWO_SHARDS_OF_A_MANAGER = """
            manager queued 2
            a INITIALIZED
            a LOGGING_IN                   -> shut
            manager queued 1
            a CONNECTED                    -> partly
            b INITIALIZED
            b LOGGING_IN                   -> partly
            manager queued 0
            manager lists a b              -> partly
            b CONNECTED                    -> open
            a DISCONNECTED                 -> partly
            b DISCONNECTED                 -> shut
            a CONNECTED                    -> partly
            b CONNECTED                    -> open
            """;

    static final String RESTART_OF_A_SHARD = """
            manager queued 0
            a LOGGING_IN
            b LOGGING_IN
            manager lists a b
            a CONNECTED                    -> partly
            b CONNECTED                    -> open
            manager lists b
            a SHUTTING_DOWN                -> partly
            manager queued 1               -> partly
            a DISCONNECTED                 -> partly
            A INITIALIZED                  -> partly
            A LOGGING_IN                   -> partly
            manager lists A b
            manager queued 0
            A LOADING_SUBSYSTEMS           -> partly
            A CONNECTED                    -> open
            a SHUTDOWN                     -> open
            a !Shutdown                    -> open
            """;

    static final String RESTART_OF_THE_ONLY_SHARD = """
            manager queued 0
            a LOGGING_IN
            manager lists a
            a CONNECTED                    -> open
            manager lists
            a SHUTTING_DOWN                -> closing
            manager queued 1               -> closing
            a DISCONNECTED                 -> shut
            confirm                        -> shut
            A LOGGING_IN                   -> shut
            manager lists A
            manager queued 0               -> shut
            A CONNECTED                    -> open
            a SHUTDOWN                     -> open
            a !Shutdown                    -> open
            """;

    static final String SHARD_KILLED_BY_A_FATAL_CODE = """
            manager queued 0
            a LOGGING_IN
            b LOGGING_IN
            manager lists a b
            a CONNECTED
            b CONNECTED                    -> open
            b DISCONNECTED                 -> partly
            b SHUTDOWN                     -> partly
            b !Shutdown                    -> partly
            time 1000                      -> partly
            """;

    static final String SHARD_SHUT_DOWN_ON_ITS_OWN = """
            manager queued 0
            a LOGGING_IN
            b LOGGING_IN
            manager lists a b
            a CONNECTED
            b CONNECTED                    -> open
            manager lists a
            b SHUTTING_DOWN                -> partly
            b SHUTDOWN                     -> partly
            time 14                        -> partly
            time 1                         -> open
            b !Shutdown                    -> open
            """;

    static final String MANAGER_SHUT_DOWN = """
            manager queued 0
            a LOGGING_IN
            b LOGGING_IN
            manager lists a b
            a CONNECTED
            b CONNECTED                    -> open
            a SHUTTING_DOWN                -> partly
            b SHUTTING_DOWN                -> closing
            a DISCONNECTED                 -> closing
            b DISCONNECTED                 -> closing
            time 1000                      -> closing
            confirm                        -> closed
            a SHUTDOWN                     -> closed
            a !Shutdown                    -> closed
            b SHUTDOWN                     -> closed
            b !Shutdown                    -> closed
            A LOGGING_IN                   -> fresh
            A CONNECTED                    -> open
            """;

    static final String MANAGER_SHUT_DOWN_WITH_SHARDS_NOT_BUILT = """
            manager queued 1
            a LOGGING_IN
            manager lists a
            a CONNECTED                    -> partly
            a SHUTTING_DOWN                -> shut
            a SHUTDOWN                     -> shut
            a !Shutdown                    -> shut
            confirm                        -> shut
            manager queued 0               -> closing
            confirm                        -> closed
            """;

    static final String TWO_INSTANCES_WITHOUT_A_MANAGER = """
            a LOGGING_IN
            b LOGGING_IN
            a CONNECTED                    -> partly
            b CONNECTED                    -> open
            a DISCONNECTED                 -> partly
            a SHUTDOWN                     -> open
            a !Shutdown                    -> open
            b SHUTTING_DOWN                -> closed
            b SHUTDOWN
            b !Shutdown                    -> closed
            """;

    static final String ONE_OF_TWO_INSTANCES_REPLACED_WITHOUT_A_MANAGER = """
            a LOGGING_IN
            b LOGGING_IN
            a CONNECTED
            b CONNECTED                    -> open
            a SHUTTING_DOWN                -> open
            a DISCONNECTED                 -> open
            A LOGGING_IN                   -> partly
            A CONNECTED                    -> open
            a SHUTDOWN                     -> open
            a !Shutdown                    -> open
            """;

    @Test
    void a_first_login_opens_at_the_last_step() {
        GateScript.play(FIRST_LOGIN);
    }

    @Test
    void a_resumed_session_reopens_at_CONNECTED_not_at_the_resume_event() {
        GateScript.play(RECONNECT_REQUESTED);
    }

    @Test
    void an_invalidated_session_is_shut_though_the_status_says_CONNECTED() {
        GateScript.play(SESSION_LOST);
    }

    @Test
    void a_refused_resume_ends_in_a_recreated_session() {
        GateScript.play(RESUME_ANSWERED_BY_INVALID_SESSION);
    }

    @Test
    void a_recreate_event_without_a_new_session_is_no_harm() {
        GateScript.play(JOIN_REPLAYED_WHILE_RESUMING);
    }

    @Test
    void a_loss_while_loading_ends_in_ready_without_a_resume_event() {
        GateScript.play(LOST_WHILE_LOADING);
        GateScript.play(SESSION_LOST_BEFORE_READY);
    }

    @Test
    void it_is_shut_as_long_as_the_server_is_down() {
        GateScript.play(SERVER_DOWN);
        GateScript.play(ESTABLISHED_AND_LOST_AGAIN_AND_AGAIN);
    }

    @Test
    void a_fatal_close_code_closes_a_single_JDA_for_good() {
        GateScript.play(FATAL_CODE);
        GateScript.play(FATAL_CODE_AT_LOGIN);
    }

    @Test
    void a_failed_login_closes_for_good_without_ever_being_ready() {
        GateScript.play(BAD_TOKEN);
    }

    @Test
    void a_shutdown_closes_for_good_at_once() {
        GateScript.play(SHUTDOWN);
    }

    @Test
    void a_status_that_goes_back_after_a_shutdown_is_ignored() {
        GateScript.play(SHUTDOWN_WHILE_CONNECTING);
    }

    @Test
    void a_new_instance_after_the_end_is_a_fresh_life() {
        GateScript.play(NEW_INSTANCE_AFTER_SHUTDOWN);
    }

    @Test
    void all_waits_for_every_local_shard_and_for_the_queue() {
        GateScript.play(TWO_SHARDS_OF_A_MANAGER);
    }

    @Test
    void a_restarted_shard_is_waited_for_and_its_old_instance_ignored() {
        GateScript.play(RESTART_OF_A_SHARD);
    }

    @Test
    void a_restart_of_the_only_shard_is_no_shutdown() {
        GateScript.play(RESTART_OF_THE_ONLY_SHARD);
    }

    @Test
    void a_shard_killed_by_a_fatal_code_is_missed_as_long_as_its_manager_lists_it() {
        GateScript.play(SHARD_KILLED_BY_A_FATAL_CODE);
    }

    @Test
    void a_shard_that_its_manager_has_let_go_of_leaves_after_a_while() {
        GateScript.play(SHARD_SHUT_DOWN_ON_ITS_OWN);
    }

    @Test
    void a_manager_that_is_down_is_closed_for_good_once_confirmed() {
        GateScript.play(MANAGER_SHUT_DOWN);
        GateScript.play(MANAGER_SHUT_DOWN_WITH_SHARDS_NOT_BUILT);
    }

    @Test
    void without_a_manager_a_closed_instance_leaves_and_the_last_one_closes_the_gate() {
        GateScript.play(TWO_INSTANCES_WITHOUT_A_MANAGER);
        GateScript.play(ONE_OF_TWO_INSTANCES_REPLACED_WITHOUT_A_MANAGER);
    }

    @Test
    void a_process_that_has_only_some_of_the_shards_waits_for_no_others() {
        GateScript.play("""
                manager queued 0
                b LOGGING_IN
                manager lists b
                b CONNECTED -> open
                """);
    }

    @Test
    void a_late_invalidate_event_closes_for_fifteen_seconds_at_most() {
        GateScript.play("""
                a LOGGING_IN
                a CONNECTED    -> open
                a !Invalidate  -> shut
                time 10        -> shut
                a !Invalidate  -> shut
                time 4         -> shut
                time 1         -> open
                """);
    }

    @Test
    void an_expired_invalidation_can_be_followed_by_another() {
        GateScript.play("""
                a LOGGING_IN
                a CONNECTED
                a !Invalidate  -> shut
                time 15        -> open
                a !Invalidate  -> shut
                time 14        -> shut
                time 1         -> open
                """);
    }

    @Test
    void a_shutdown_event_alone_closes_for_good() {
        GateScript.play("""
                a LOGGING_IN
                a CONNECTED  -> open
                a !Shutdown  -> closed
                a CONNECTED  -> closed
                """);
    }

    @Test
    void the_last_words_of_an_unknown_instance_begin_no_fresh_life() {
        GateScript.play("""
                a LOGGING_IN
                a CONNECTED      -> open
                a SHUTTING_DOWN  -> closed
                b SHUTDOWN       -> closed
                """);
    }
}
