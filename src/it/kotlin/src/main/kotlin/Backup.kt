package bot

import io.github.jdatasks.ConnectionGate
import io.github.jdatasks.LoopScheduler
import io.github.jdatasks.LoopTask
import io.github.jdatasks.Loops
import io.github.jdatasks.RetryPolicy
import kotlin.time.Duration.Companion.hours
import kotlin.time.toJavaDuration
import net.dv8tion.jda.api.JDA

fun startBackup(gate: ConnectionGate, scheduler: LoopScheduler = LoopScheduler.shared(), save: (JDA) -> Unit): LoopTask =
    Loops.every(6.hours.toJavaDuration())
        .name("backup")
        .gate(gate)
        .scheduler(scheduler)
        .retry(RetryPolicy.exponentialBackoff().retryOn(java.nio.file.FileSystemException::class.java))
        .onError { error, run -> println("${run.task().name()} failed: $error") }
        .start { run -> save(run.jda()) }
