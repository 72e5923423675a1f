package io.github.jdatasks.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Scripts that once failed, and how scripts that fail are made short. */
class ReplayTest {
    @Test
    void a_run_by_hand_does_not_put_off_a_fixed_delay() {
        replay("""
                loop A schedule=delay:2.5 bodies=runNow+1.1+bug,25.1+io
                A start
                advance 60
                """);
    }

    @Test
    void a_run_that_ends_while_disconnected_finds_its_ticks_missed() {
        replay("""
                loop A gate=PAUSE shards=ANY bodies=12.1
                A start
                conn ready 0
                conn disconnect 0
                advance 30
                conn resume 0
                """);
    }

    @Test
    void a_run_by_hand_that_returns_its_stage_while_disconnected_goes_on() {
        replay("""
                loop A gate=CANCEL bodies=ok,ok,0.1+laterio0.1
                A start
                A runNow
                conn ready 1
                conn shutdown 0
                A runNow
                conn disconnect 1
                """);
    }

    @Test
    void a_restart_for_the_next_bot_outlives_the_end_of_the_one_before() {
        replay("""
                loop A gate=IGNORE attempts=4
                loop B gate=PAUSE shards=ANY after=0.2+resume
                B start
                conn ready 0
                conn shutdown
                conn login
                B restart
                A restart
                conn ready 1
                """);
    }

    @Test
    void a_run_postponed_during_the_one_before_comes_before_the_tick_that_the_timer_knows() {
        replay("""
                loop A schedule=every:2.5 attempts=5 retryDelay=15 bodies=ok,io
                A start
                advance 3.475
                A postpone@4
                advance 60
                """);
        replay("""
                loop A schedule=every:10 bodies=1.1+postpone@15+12.1,ok
                A start
                advance 60
                """);
    }

    @Test
    void a_script_is_its_text() {
        Script script = Generator.script(42, 50);
        assertThat(Script.parse(script.toString())).isEqualTo(script);
        assertThat(Generator.script(42, 50)).isEqualTo(script);
    }

    @Test
    void a_script_is_shortened_to_what_it_takes_to_fail() {
        Script script = Generator.script(46, 100);
        Script small = Shrinker.shrink(
                script,
                5_000,
                shorter -> shorter.steps().stream()
                                        .filter(step -> step.endsWith("pause"))
                                        .count()
                                >= 2
                        && shorter.loops().toString().contains("io"));
        assertThat(small.steps()).hasSize(2).allMatch(step -> step.endsWith("pause"));
        assertThat(small.loops().toString().replaceAll("loop [ABC]|[\\[\\], ]", ""))
                .hasSizeLessThan(30);
    }

    private static void replay(String text) {
        assertThat(Simulation.run(Script.parse(text), new Counts())).isNull();
    }
}
