package io.github.jdatasks.internal.panel;

import static io.github.jdatasks.support.RunNotes.MIDNIGHT;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.jdatasks.LoopTask;
import io.github.jdatasks.Loops;
import io.github.jdatasks.Schedule;
import io.github.jdatasks.internal.history.RunHistories;
import io.github.jdatasks.testing.VirtualLoopScheduler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLTransientException;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import net.dv8tion.jda.api.interactions.DiscordLocale;
import org.junit.jupiter.api.Test;

/** Writes what the panel shows to a file, for a person to look at. */
class PanelReportTest {
    private static final Path REPORT = Path.of("target/panel-report.txt");

    private final VirtualLoopScheduler time = VirtualLoopScheduler.startingAt(MIDNIGHT);
    private final RunHistories histories = new RunHistories();
    private final LoopDirectory directory = new LoopDirectory(new SchedulerSource(time), histories);

    @Test
    void the_report_shows_the_list_and_a_healthy_a_failing_and_a_paused_loop_in_both_languages() throws IOException {
        time.addListener(histories);
        loops();
        time.advance(Duration.ofMinutes(110));
        find("Feed.poll").loop().pause(true);
        time.advance(ofMinutes(5));
        find("Feed.poll").loop().pause(false);
        time.advance(ofMinutes(6));
        find("Backup.nightly").loop().pause(true);
        find("Feed.poll").loop().pause(true);
        time.runPending();

        StringBuilder report = new StringBuilder();
        for (DiscordLocale locale : List.of(DiscordLocale.ENGLISH_US, DiscordLocale.GERMAN)) {
            PanelTexts texts = new PanelLanguages().of(locale);
            report.append("\n======== ").append(locale.getLanguageName()).append(": list ========\n\n");
            report.append(text(new ListView("loops", texts).show(directory, 0)));
            for (String loop : List.of("Announcer.printer", "Stats.sync", "Feed.poll")) {
                report.append("\n\n======== ")
                        .append(locale.getLanguageName())
                        .append(": show ")
                        .append(loop);
                report.append(" ========\n\n").append(text(show(loop, texts)));
            }
            report.append("\n");
        }
        Files.createDirectories(REPORT.getParent());
        Files.writeString(REPORT, report);

        assertThat(report)
                .contains("""
                        │ ❌ Stats.sync
                        │
                        │ State                                 Next run                              Last run
                        │ waiting · last run failed             <in 300 s>                            <59 s ago>, took 1 s
                        │
                        │ Schedule                              Lateness
                        │ every 6 min                           last 0 ms, greatest 3.5 s
                        │
                        │ Since the bot was started
                        │ Runs 21 · failed 4 · retries 4 · missed 0 · skipped 0
                        │
                        │ Last 20 runs, newest on the right
                        │ •~••••~••••~••••××××
                        │ ▅█▃▅▇█▅▇█▃▅█▃▅▇█▅▇█▃
                        │ Bars: time taken, 1 s to 4 s
                        │ • done  ~ done after a retry  × failed  ○ missed  – skipped
                        │
                        │ Last error
                        │ <59 s ago>
                        │ java.lang.IllegalStateException: no row for guild 80351110224678912 ˋratesˋ
                          [ Run now ] [ Pause ] [ Refresh ]
                        """)
                .contains("• done", "• fertig", "Something needs a look", "Hier stimmt etwas nicht")
                .doesNotContain("{0}", "{1}", "<t:");
    }

    private void loops() {
        long[] run = new long[1];
        start(
                "Announcer.printer",
                Schedule.every(ofMinutes(5)),
                () -> time.sleep(Duration.ofMillis(80 + 37 * run[0]++ % 90)));
        int[] syncs = new int[1];
        LoopTask sync = Loops.every(ofMinutes(6))
                .name("Stats.sync")
                .scheduler(time)
                .start(context -> {
                    time.sleep(ofSeconds(1 + syncs[0] % 4));
                    if (syncs[0]++ % 6 == 2 && context.attempt() == 1) {
                        throw new SQLTransientException("connection reset");
                    }
                    if (syncs[0] > 20) {
                        throw new IllegalStateException("no row for guild 80351110224678912 `rates`");
                    }
                });
        sync.addExceptionType(SQLTransientException.class);
        start("Feed.poll", Schedule.every(Duration.ofSeconds(90)), () -> time.sleep(Duration.ofMillis(400)));
        start("Backup.nightly", Schedule.cron("30 3 * * *", ZoneId.of("Europe/Berlin")), () -> {});
        start("Cleanup.daily", Schedule.dailyAt(ZoneId.of("UTC"), LocalTime.of(8, 0)), () -> {});
        Loops.every(ofMinutes(1)).name("Reminder.once").count(3).scheduler(time).start(context -> {});
        for (int i = 0; i < 4; i++) {
            start("Guild.scan-" + i, Schedule.fixedDelay(ofMinutes(20)), () -> time.sleep(ofSeconds(30)));
        }
        start("Zzz.heartbeat", Schedule.every(ofSeconds(10)), () -> {});
    }

    private interface Body {
        void run() throws Exception;
    }

    private void start(String name, Schedule schedule, Body body) {
        Loops.on(schedule).name(name).scheduler(time).start(run -> body.run());
    }

    private PanelMessage show(String loop, PanelTexts texts) {
        LoopDirectory.Entry entry = find(loop);
        return new LoopView("loops", texts).show(entry, histories.of(entry.loop()));
    }

    private LoopDirectory.Entry find(String loop) {
        return directory.named(loop).orElseThrow();
    }

    private String text(PanelMessage message) {
        assertThat(message.toSend()).isNotNull();
        return new MessageText(time.now()).of(message);
    }
}
