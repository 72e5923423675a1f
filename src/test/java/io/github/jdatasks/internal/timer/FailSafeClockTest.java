package io.github.jdatasks.internal.timer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A clock of a user's that fails. */
class FailSafeClockTest {
    private final Queue<Object> answers = new ArrayDeque<>();
    private final FailSafeClock<Long> clock = new FailSafeClock<>("clock", this::answer);

    private @Nullable Long answer() {
        Object next = answers.remove();
        if (next instanceof Throwable failure) {
            throw FailSafeClockTest.<RuntimeException>sneaky(failure);
        }
        return (Long) next;
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // as Kotlin throws what Java has to declare
    private static <T extends Throwable> T sneaky(Throwable failure) throws T {
        throw (T) failure;
    }

    @Test
    void it_stands_still_whatever_is_thrown_until_it_goes_again() {
        answers.addAll(List.of(1L, new IOException(), new AssertionError(), new IllegalStateException(), 2L));
        assertThat(clock.get()).isEqualTo(1);
        for (int i = 0; i < 3; i++) {
            assertThat(clock.get()).isEqualTo(1);
        }
        assertThat(clock.get()).isEqualTo(2);
    }

    @Test
    void what_it_throws_before_it_has_shown_a_time_is_passed_on() {
        answers.add(new IOException("no server"));
        assertThatThrownBy(clock::get).hasMessage("no server");
    }
}
