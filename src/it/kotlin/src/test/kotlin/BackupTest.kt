package bot

import io.github.jdatasks.ConnectionGate
import io.github.jdatasks.testing.VirtualConnection
import io.github.jdatasks.testing.VirtualLoopScheduler
import java.nio.file.FileSystemException
import java.time.Duration
import java.time.Instant
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.SupervisorJob
import net.dv8tion.jda.api.JDA
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Test

class BackupTest {
    @Test
    fun `a backup is made every six hours and tried again if it cannot be written`() {
        VirtualLoopScheduler.startingAt(Instant.EPOCH).use { time ->
            val gate = ConnectionGate()
            val saved = mutableListOf<Instant>()
            var broken = true
            CoroutineScope(Dispatchers.Unconfined + SupervisorJob()).startBackup(gate, time) { _: JDA ->
                if (broken) {
                    broken = false
                    throw FileSystemException("disk full")
                }
                saved += time.now()
            }
            VirtualConnection.of(gate).ready()
            time.advance(Duration.ofHours(12))
            assertEquals(3, saved.size)
        }
    }
}
