package bot

import io.github.jdatasks.AfterLoop
import io.github.jdatasks.BeforeLoop
import io.github.jdatasks.Loop
import io.github.jdatasks.LoopCog
import io.github.jdatasks.LoopContext
import io.github.jdatasks.LoopError
import io.github.jdatasks.LoopTask
import kotlinx.coroutines.CoroutineScope
import net.dv8tion.jda.api.JDA
import net.dv8tion.jda.api.requests.RestAction

const val CHANNEL = 123456789012345678L

class Announcer(private val news: NewsFeed, scope: CoroutineScope) : LoopCog(), CoroutineScope by scope {
    @Volatile                                             // different loops run on different threads
    private var headlines = emptyList<String>()

    @Loop(seconds = 30.0, retryOn = [NewsFeed.Busy::class])
    suspend fun look() {                                  // the run lasts until the function returns
        headlines = news.latest()
    }

    @Loop(minutes = 10.0)
    suspend fun archive(run: LoopContext) {
        news.archive(headlines, run.scheduledAt())
    }

    @Loop(time = ["08:00", "20:30"], zone = "Europe/Berlin")
    fun digest(jda: JDA): RestAction<*>? {                // the run lasts until Discord has answered
        val channel = jda.getTextChannelById(CHANNEL)
        if (channel == null || headlines.isEmpty()) return null
        return channel.sendMessage(headlines.joinToString("\n"))
    }

    @BeforeLoop("look", "archive")
    private suspend fun open(loop: LoopTask) {
        news.open(loop.name())
    }

    @AfterLoop("look", "archive")
    private suspend fun close(loop: LoopTask) {
        news.close(loop.name())
    }

    @LoopError("look")
    private fun feedIsGone(error: NewsFeed.Gone, loop: LoopTask) {
        println("No more headlines: ${error.message}")
        loop.stop()
    }
}
