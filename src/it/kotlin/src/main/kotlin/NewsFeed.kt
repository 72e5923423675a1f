package bot

import java.time.Instant

/** Where the headlines of the example come from. */
interface NewsFeed {
    class Gone(message: String) : Exception(message)

    class Busy : Exception()

    suspend fun open(reader: String)

    suspend fun close(reader: String)

    suspend fun latest(): List<String>

    suspend fun archive(headlines: List<String>, at: Instant)
}
