package io.github.jdatasks.cog;

import static io.github.jdatasks.support.RunNotes.MIDNIGHT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchIllegalArgumentException;

import io.github.jdatasks.AfterLoop;
import io.github.jdatasks.Loop;
import io.github.jdatasks.LoopCog;
import io.github.jdatasks.LoopError;
import io.github.jdatasks.LoopState;
import io.github.jdatasks.testing.VirtualLoopScheduler;
import java.util.List;
import kotlin.Metadata;
import kotlin.Unit;
import kotlin.coroutines.Continuation;
import net.dv8tion.jda.api.requests.RestAction;
import org.junit.jupiter.api.Test;

/** Cogs as Kotlin's compiler makes them: what it does to suspend and to internal functions is told in Kotlin's words. */
class KotlinMistakesTest {
    @SuppressWarnings("UnusedVariable")
    @Metadata
    static class Wrong extends LoopCog {
        @Loop(minutes = 1)
        Object aSuspend(Continuation<? super RestAction<?>> continuation) {
            return Unit.INSTANCE;
        }

        @AfterLoop
        Object bHook$my_bot(Throwable error, Continuation<? super Unit> continuation) {
            return Unit.INSTANCE;
        }

        @LoopError
        Object bOther(Continuation<? super String> continuation) {
            return "";
        }

        @Loop(minutes = 1)
        void cInternal$my_bot() {}
    }

    @Test
    void results_of_suspend_functions_and_internal_functions_are_mistakes_that_say_what_to_write() {
        String message =
                String.valueOf(catchIllegalArgumentException(Wrong::new).getMessage());
        List<String> lines = message.lines().skip(1).toList();
        assertThat(lines)
                .satisfiesExactly(
                        line -> assertThat(line)
                                .contains(
                                        "Wrong.aSuspend(Continuation): a suspend function of a cog returns nothing",
                                        "returns RestAction; await"),
                        line -> assertThat(line)
                                .contains(
                                        "Wrong.bHook$my_bot(Throwable, Continuation): parameter 1 is of type Throwable"),
                        line -> assertThat(line).contains("Wrong.bOther(Continuation): ", "returns String; await"),
                        line -> assertThat(line)
                                .contains(
                                        "Wrong.cInternal$my_bot(): ",
                                        "internal",
                                        "public or private",
                                        "@Loop(name = \"cInternal\", …)"));
    }

    @Metadata
    static class Right extends LoopCog {
        @Loop(minutes = 1, name = "tick")
        void tick$my_bot() {}

        @AfterLoop("tick")
        void after$my_bot() {}
    }

    static class OfJava extends LoopCog {
        @Loop(minutes = 1)
        void tick$1() {}
    }

    @Test
    void internal_hooks_and_internal_functions_with_a_name_and_names_of_Java_with_a_dollar_sign_are_no_mistakes() {
        VirtualLoopScheduler time = VirtualLoopScheduler.startingAt(MIDNIGHT);
        assertThat(time.create(Right::new).loop("tick").state()).isEqualTo(LoopState.IDLE);
        assertThat(time.create(OfJava::new).loop("tick$1").state()).isEqualTo(LoopState.IDLE);
    }
}
