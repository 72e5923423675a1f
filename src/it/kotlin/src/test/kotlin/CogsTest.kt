package bot

import io.github.jdatasks.AfterLoop
import io.github.jdatasks.BeforeLoop
import io.github.jdatasks.Loop
import io.github.jdatasks.LoopCog
import io.github.jdatasks.LoopError
import io.github.jdatasks.LoopOutcome
import io.github.jdatasks.LoopTask
import io.github.jdatasks.Loops
import io.github.jdatasks.testing.VirtualConnection
import io.github.jdatasks.testing.VirtualLoopScheduler
import java.time.Duration
import java.time.Instant
import java.util.concurrent.CountDownLatch
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.delay
import kotlinx.coroutines.future.future
import kotlinx.coroutines.runBlocking
import net.dv8tion.jda.api.hooks.ListenerAdapter
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

/** What Kotlin's compiler makes of functions of a cog. */
class CogsTest {
    @Suppress("RedundantSuspendModifier", "unused", "UNUSED_PARAMETER")
    class Wrong : LoopCog() {
        @Loop(minutes = 1.0)
        suspend fun aSuspend() = delay(1)

        @Loop(minutes = 1.0)
        internal fun bInternal() {}

        @Loop(minutes = 1.0)
        fun cValue() = 1

        @BeforeLoop
        private suspend fun dSuspendHook(count: Int) = delay(1)

        @LoopError
        suspend fun eSuspendHook(error: Throwable) = println(error)

        companion object {
            @JvmStatic
            @Loop(minutes = 1.0)
            fun fStatic() {}
        }
    }

    @Test
    fun `mistakes that can be made in Kotlin only are told in Kotlin's words`() {
        val mistakes = assertThrows(IllegalArgumentException::class.java) { Wrong() }.message!!.lines().drop(1)
        val words = listOf(
            listOf("aSuspend", "coroutine", "fun aSuspend(…): Unit = runBlocking { … }", "fun aSuspend(…) = scope.future"),
            listOf("bInternal$", "internal", "@Loop(name = \"bInternal\", …)"),
            listOf("cValue()", "returns int"),
            listOf("dSuspendHook", "coroutine", "fun dSuspendHook(…): Unit = runBlocking"),
            listOf("dSuspendHook", "parameter 1 is of type int"),
            listOf("eSuspendHook", "coroutine"),
            listOf("fStatic", "static"),
        )
        assertEquals(words.size, mistakes.size, mistakes.toString())
        words.zip(mistakes) { expected, line -> assertTrue(expected.all { it in line }) { line } }
    }

    @Loop(count = 1)
    annotation class Once

    object Statistics : ListenerAdapter() {
        val calls = mutableListOf<String>()

        @Once
        private fun count(task: LoopTask) {
            calls += task.name()
        }
    }

    @Test
    fun `an object is made a cog, and an annotation of its author's makes a loop`() {
        VirtualLoopScheduler.startingAt(Instant.EPOCH).use { time ->
            VirtualConnection.of(LoopCog.of(Statistics, time)).ready()
            time.runPending()
            assertEquals(listOf("count"), Statistics.calls)
        }
    }

    abstract class Base<E : Exception> : LoopCog() {
        val calls = mutableListOf<String>()

        @Loop(count = 1)
        open fun replaced() {
            calls += "base"
        }

        @Loop(count = 1, name = "internal")
        internal fun named() {
            throw IllegalStateException("of named")
        }

        @Loop(count = 1)
        fun unlike() {
            throw UnsupportedOperationException("of unlike")
        }

        @LoopError
        fun failed(error: E) {
            calls += error.message!!
        }

        @AfterLoop
        internal fun after() {
            calls += "after"
        }
    }

    class Final : Base<IllegalStateException>() {
        override fun replaced() {
            calls += "override"
        }
    }

    @Test
    fun `final cogs, overrides of open functions, internal functions with a name and generic cogs work`() {
        VirtualLoopScheduler.startingAt(Instant.EPOCH).use { time ->
            val cog = time.create(::Final)
            VirtualConnection.of(cog).ready()
            time.runPending()
            assertEquals(listOf("internal", "replaced", "unlike"), cog.loops().map { it.name() }.sorted())
            assertEquals(listOf("after", "after", "after", "of named", "override"), cog.calls.sorted())
        }
    }

    @Test
    fun `a cancelled loop cancels the coroutine of its run`() {
        for (kind in listOf("blocking", "future")) {
            val begun = CountDownLatch(1)
            val ended = CountDownLatch(1)
            val work: suspend CoroutineScope.() -> Unit = {
                begun.countDown()
                try {
                    awaitCancellation()
                } finally {
                    ended.countDown()
                }
            }
            val loop = Loops.every(Duration.ofHours(1)).let {
                if (kind == "blocking") {
                    it.start { runBlocking(block = work) }
                } else {
                    it.startAsync { CoroutineScope(Dispatchers.Default).future(block = work) }
                }
            }
            begun.await()
            assertEquals(LoopOutcome.CANCELLED, loop.cancel().join(), kind)
            ended.await()
            assertEquals(0, loop.stats().failures(), kind)
        }
    }
}
