package io.github.jdatasks.internal.panel;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a person may have a loop do. */
enum LoopCommand {
    RUN,
    PAUSE,
    RESUME,
    STOP,
    START,
    RESTART,
    INTERVAL;

    /** The name of the subcommand, and what listeners are told. */
    final String word = name().toLowerCase(Locale.ROOT);

    static Optional<LoopCommand> of(String word) {
        return Arrays.stream(values())
                .filter(command -> command.word.equals(word))
                .findFirst();
    }
}
