package bot

import io.github.jdatasks.ConnectionGate
import io.github.jdatasks.LoopBuilder
import io.github.jdatasks.LoopContext
import io.github.jdatasks.LoopScheduler
import io.github.jdatasks.LoopTask
import io.github.jdatasks.Loops
import io.github.jdatasks.RetryPolicy
import java.nio.file.FileSystemException
import kotlin.time.Duration
import kotlin.time.Duration.Companion.hours
import kotlin.time.toJavaDuration
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.future.future
import net.dv8tion.jda.api.JDA

fun CoroutineScope.loop(every: Duration, settings: LoopBuilder.() -> Unit, body: suspend (LoopContext) -> Unit): LoopTask =
    Loops.every(every.toJavaDuration()).apply(settings).startAsync { run -> future { body(run) } }

fun CoroutineScope.startBackup(
    gate: ConnectionGate,
    time: LoopScheduler = LoopScheduler.shared(),
    save: suspend (JDA) -> Unit,
): LoopTask {
    val settings: LoopBuilder.() -> Unit = {
        name("backup")
        gate(gate)
        scheduler(time)
        retry(RetryPolicy.exponentialBackoff().retryOn(FileSystemException::class.java))
        onError { error, run -> println("${run.task().name()} failed: $error") }
    }
    return loop(every = 6.hours, settings) { run -> save(run.jda()) }
}
