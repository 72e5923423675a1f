package io.github.jdatasks.internal.durable;

import com.github.kagkarlsson.scheduler.serializer.Serializer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Writes the interval of a loop as text, so that a person can read it in the table. */
final class StepText implements Serializer {
    @Override
    public byte @Nullable [] serialize(@Nullable Object step) {
        return step == null || step.equals(0L) ? null : step.toString().getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public <T> @Nullable T deserialize(Class<T> type, byte @Nullable [] text) {
        if (type != Long.class || text == null) {
            return null;
        }
        try {
            return type.cast(Long.valueOf(new String(text, StandardCharsets.US_ASCII)));
        } catch (NumberFormatException e) {
            return null; // a row of another application in the same table
        }
    }
}
