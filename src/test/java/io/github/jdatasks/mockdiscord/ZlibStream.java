package io.github.jdatasks.mockdiscord;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.Deflater;

/** Discord's {@code zlib-stream} compression: one stream per connection, flushed after each payload. */
final class ZlibStream implements AutoCloseable {
    private final Deflater deflater = new Deflater();
    private final byte[] buffer = new byte[8192];

    byte[] compress(String payload) {
        deflater.setInput(payload.getBytes(StandardCharsets.UTF_8));
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        int length;
        do {
            length = deflater.deflate(buffer, 0, buffer.length, Deflater.SYNC_FLUSH);
            compressed.write(buffer, 0, length);
        } while (length == buffer.length);
        return compressed.toByteArray();
    }

    @Override
    public void close() {
        deflater.end();
    }
}
