package io.github.jdatasks.benchmarks;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The JDKs of this machine. */
final class Jdks {
    private static final int OLDEST = 17;
    private static final Pattern VERSION = Pattern.compile("(?m)^JAVA_VERSION=\"(\\d+)");

    private Jdks() {}

    /** Returns the oldest and the newest JDK in the usual places that the library runs on, by their versions. */
    static NavigableMap<Integer, Path> oldestAndNewest() throws IOException {
        Path own = Path.of(System.getProperty("java.home"));
        NavigableMap<Integer, Path> found = new TreeMap<>();
        addIfJdk(own, found);
        for (Path place : List.of(
                Path.of("/usr/lib/jvm"),
                own.resolveSibling("."),
                Path.of(System.getProperty("user.home"), ".sdkman", "candidates", "java"))) {
            if (Files.isDirectory(place)) {
                try (DirectoryStream<Path> homes = Files.newDirectoryStream(place)) {
                    for (Path home : homes) {
                        addIfJdk(home, found);
                    }
                }
            }
        }
        found.keySet().retainAll(List.of(found.firstKey(), found.lastKey()));
        return found;
    }

    private static void addIfJdk(Path home, NavigableMap<Integer, Path> found) throws IOException {
        Path release = home.resolve("release");
        if (Files.isExecutable(home.resolve("bin").resolve("java")) && Files.isRegularFile(release)) {
            Matcher version = VERSION.matcher(Files.readString(release));
            if (version.find() && Integer.parseInt(version.group(1)) >= OLDEST) {
                found.putIfAbsent(Integer.parseInt(version.group(1)), home);
            }
        }
    }
}
