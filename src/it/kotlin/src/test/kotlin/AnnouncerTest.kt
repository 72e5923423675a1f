package bot

import io.github.jdatasks.LoopOutcome
import io.github.jdatasks.testing.VirtualConnection
import io.github.jdatasks.testing.VirtualLoopScheduler
import java.lang.reflect.Proxy
import java.time.Duration
import java.time.Instant
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import net.dv8tion.jda.api.JDA
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Test

class AnnouncerTest {
    private class FakeFeed : NewsFeed {
        val calls = mutableListOf<String>()
        val failures = ArrayDeque<Exception>()

        override suspend fun open(reader: String) {
            calls += "open for $reader"
        }

        override suspend fun close(reader: String) {
            calls += "close for $reader"
        }

        override suspend fun latest(): List<String> {
            failures.removeFirstOrNull()?.let { throw it }
            calls += "latest"
            return listOf("news")
        }

        override suspend fun archive(headlines: List<String>, at: Instant) {
            calls += "archive $headlines at $at"
        }
    }

    private val feed = FakeFeed()

    /** Knows no channels, and remembers which it was asked for. */
    private val jda = Proxy.newProxyInstance(javaClass.classLoader, arrayOf(JDA::class.java)) { _, method, arguments ->
        check(method.name == "getTextChannelById") { method }
        feed.calls += "channel ${arguments.single()}"
        null
    } as JDA

    @Test
    fun `headlines are looked at until the feed is gone`() {
        VirtualLoopScheduler.startingAt(Instant.parse("2026-03-01T06:00:00Z")).use { time ->
            val cog = time.create { Announcer(feed, CoroutineScope(Dispatchers.Unconfined)) }
            VirtualConnection.of(cog).withJda(jda).ready()
            time.advance(Duration.ofSeconds(30))
            assertEquals(2, cog.loop("look").stats().runs())

            feed.failures += NewsFeed.Gone("moved")
            val end = cog.loop("look").completion()
            time.advance(Duration.ofSeconds(30))
            assertEquals(LoopOutcome.STOPPED, end.join())
        }
    }

    @Test
    fun `suspend code and requests make a run, and hooks are called around them`() {
        VirtualLoopScheduler.startingAt(Instant.parse("2026-03-01T06:59:59Z")).use { time ->
            val cog = time.create { Announcer(feed, CoroutineScope(Dispatchers.Unconfined)) }
            VirtualConnection.of(cog).withJda(jda).ready()
            time.advance(Duration.ofSeconds(1))
            cog.unload()
        }
        assertEquals(
            setOf(
                "open for look",
                "open for archive",
                "latest",
                "archive [] at 2026-03-01T06:59:59Z",
                "channel ${CHANNEL}",
                "close for look",
                "close for archive",
            ),
            feed.calls.map { it.replace("[news]", "[]") }.toSet(),
        )
        assertEquals(7, feed.calls.size)
    }

    @Test
    fun `an error without a handler of its type is a failure all the same`() {
        VirtualLoopScheduler.startingAt(Instant.parse("2026-03-01T06:00:00Z")).use { time ->
            val cog = time.create { Announcer(feed, CoroutineScope(Dispatchers.Unconfined)) }
            feed.failures += IllegalStateException("broken")
            VirtualConnection.of(cog).withJda(jda).ready()
            time.advance(Duration.ofSeconds(30))
            assertEquals(1, cog.loop("look").stats().failures())
            assertEquals(2, cog.loop("look").stats().runs())
        }
    }
}
