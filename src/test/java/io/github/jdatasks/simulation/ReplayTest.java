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
    void a_script_is_its_text() {
        Script script = Generator.script(42, 50);
        assertThat(Script.parse(script.toString())).isEqualTo(script);
        assertThat(Generator.script(42, 50)).isEqualTo(script);
    }

    @Test
    void a_script_is_shortened_to_what_it_takes_to_fail() {
        Script script = Generator.script(42, 100);
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
