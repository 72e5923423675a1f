package bot

import io.github.jdatasks.AfterLoop
import io.github.jdatasks.BeforeLoop
import io.github.jdatasks.Loop
import io.github.jdatasks.LoopCog
import io.github.jdatasks.LoopContext
import io.github.jdatasks.LoopError
import io.github.jdatasks.LoopOutcome
import io.github.jdatasks.LoopState
import io.github.jdatasks.LoopTask
import io.github.jdatasks.Loops
import io.github.jdatasks.testing.VirtualConnection
import io.github.jdatasks.testing.VirtualLoopScheduler
import java.time.Duration
import java.time.Instant
import java.util.concurrent.CountDownLatch
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.delay
import kotlinx.coroutines.future.future
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.yield
import net.dv8tion.jda.api.hooks.ListenerAdapter
import net.dv8tion.jda.api.requests.RestAction
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

/** What Kotlin's compiler makes of functions of a cog. */
class CogsTest {
    @Suppress("RedundantSuspendModifier", "unused", "UNUSED_PARAMETER")
    class Wrong : LoopCog() {
        @Loop(minutes = 1.0)
        suspend fun aSuspend(): RestAction<*>? = null

        @Loop(minutes = 1.0)
        internal fun bInternal() {}

        @Loop(minutes = 1.0)
        fun cValue() = 1

        @BeforeLoop
        private suspend fun dSuspendHook(count: Int) = delay(1)

        @LoopError
        suspend fun eSuspendHook(error: Throwable) = error.message

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
            listOf("aSuspend", "suspend function", "returns RestAction", "await"),
            listOf("bInternal$", "internal", "@Loop(name = \"bInternal\", …)"),
            listOf("cValue()", "returns int"),
            listOf("dSuspendHook", "parameter 1 is of type int"),
            listOf("eSuspendHook", "suspend function", "returns String"),
            listOf("fStatic", "static"),
        )
        assertEquals(words.size, mistakes.size, mistakes.toString())
        words.zip(mistakes) { expected, line -> assertTrue(expected.all { it in line }) { line } }
    }

    class Suspending(scope: CoroutineScope) : LoopCog(), CoroutineScope by scope {
        val calls = mutableListOf<String>()
        val answer = CompletableDeferred<String>()

        @Loop(hours = 1.0, name = "ask")
        internal suspend fun ask(run: LoopContext) {
            calls += "${run.iteration()} asks"
            calls += answer.await()
        }

        @BeforeLoop
        private suspend fun before() {
            yield()
            calls += "before"
        }

        @AfterLoop
        suspend fun after(loop: LoopTask) = coroutineScope {
            calls += "after, cancelled: ${loop.isBeingCancelled}"
        }
    }

    @Test
    fun `a run lasts until its suspend function returns`() {
        VirtualLoopScheduler.startingAt(Instant.EPOCH).use { time ->
            val cog = time.create { Suspending(CoroutineScope(Dispatchers.Unconfined)) }
            VirtualConnection.of(cog).ready()
            time.advance(Duration.ofMinutes(90))
            assertEquals(LoopState.RUNNING, cog.loop("ask").state())
            assertEquals(listOf("before", "0 asks"), cog.calls)
            cog.answer.complete("yes")
            time.runPending()
            assertEquals(listOf("before", "0 asks", "yes", "1 asks", "yes"), cog.calls)
        }
    }

    @Test
    fun `a cancelled loop cancels the job of its suspend function`() {
        VirtualLoopScheduler.startingAt(Instant.EPOCH).use { time ->
            val cog = time.create { Suspending(CoroutineScope(Dispatchers.Unconfined)) }
            VirtualConnection.of(cog).ready()
            time.runPending()
            val end = cog.loop("ask").cancel()
            time.runPending()
            assertEquals(LoopOutcome.CANCELLED, end.join())
            assertEquals(0, cog.loop("ask").stats().failures())
            assertEquals(listOf("before", "0 asks", "after, cancelled: true"), cog.calls)
        }
    }

    object Greeter {
        val calls = mutableListOf<String>()

        @Loop(hours = 1.0)
        suspend fun greet() {
            yield()
            calls += "hello"
        }
    }

    @Test
    fun `suspend functions of an object run on the default dispatcher`() {
        VirtualLoopScheduler.startingAt(Instant.EPOCH).use { time ->
            val cog = LoopCog.of(Greeter, time)
            VirtualConnection.of(cog).ready()
            val deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos()
            while (cog.loop("greet").stats().runs() == 0L && System.nanoTime() < deadline) {
                time.runPending() // Dispatchers.Default has its own threads
            }
            assertEquals(listOf("hello"), Greeter.calls)
        }
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
