package io.github.jdatasks.internal.durable;

import io.github.jdatasks.internal.durable.TickTable.End;
import io.github.jdatasks.internal.durable.TickTable.Lost;
import io.github.jdatasks.internal.loop.DurableTicks;
import io.github.jdatasks.internal.loop.LoopHost.TickSupply;
import io.github.jdatasks.internal.schedule.Planner;
import io.github.jdatasks.internal.timer.LoopTimer;
import io.github.jdatasks.internal.timer.TimerEntry;
import io.github.jdatasks.internal.util.EpochNanos;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;

/** The share that one scheduler has in a table: finds the ticks that are due, picks them, and writes how they ended. */
public final class DurableTicker extends TimerEntry implements TickSupply {
    /*
     * A tick on its way:
     *
     *   its instant comes --> poll: which rows are due? --> pick --> DurableTicks.take() --> run --> done() --> write
     *                                                        |           |                    |
     *                                     another process has it    putBack(): write    heartbeats meanwhile
     *
     * What is not final is used in timer turns only, so it needs no lock. Other threads tell what they know by post().
     * The table is asked on threads of its own, because that may block.
     */
    private static final int ROWS = 1_000;
    private static final long NEVER = Member.NEVER;

    private final LoopTimer timer;
    private final TickTable table;
    private final Executor threads;
    private final Runnable whenClosed;
    private final TableQuestions questions;
    private final Outage outage;
    private final Heartbeats heartbeats;
    private final long pollEvery;
    private final long heartbeatEvery;
    private final long silence;
    private final Queue<Runnable> mail = new ConcurrentLinkedQueue<>();
    private final CompletableFuture<Void> closed = new CompletableFuture<>();

    private final Map<String, Member> members = new HashMap<>();
    private final Set<String> picking = ConcurrentHashMap.newKeySet(); // loops for which a tick is being picked
    private final Set<HeldTick> held = ConcurrentHashMap.newKeySet(); // changed in timer turns only
    private boolean polling;
    private boolean pollWanted;
    private boolean caring;
    private boolean closing;
    private boolean ended;
    private long pollAt = NEVER;
    private long careAt = NEVER;

    /** What a poll needs to know of a member. */
    private record Look(Member member, long seen, boolean readRow) {}

    /**
     * Creates a supply.
     *
     * @param threads where the table is asked
     * @param whenClosed ends the threads
     */
    public DurableTicker(
            LoopTimer timer, TickTable table, DurableSettings settings, Executor threads, Runnable whenClosed) {
        this.timer = timer;
        this.table = table;
        this.threads = threads;
        this.whenClosed = whenClosed;
        this.pollEvery = settings.pollEvery().toNanos();
        this.heartbeatEvery = settings.heartbeatEvery().toNanos();
        this.questions = new TableQuestions(timer, threads, this::post, Math.min(pollEvery, heartbeatEvery));
        this.outage = questions.outage();
        this.silence = heartbeatEvery * settings.missedHeartbeats();
        this.heartbeats = new Heartbeats(table, silence);
    }

    // ---- called by the loops ----

    @Override
    public void join(DurableTicks loop, long first) {
        post(() -> {
            Member member = new Member(loop, first);
            members.put(member.name, member);
            questions.whenThere(() -> join(member));
        });
    }

    @Override
    public void ready(DurableTicks loop) {
        post(() -> {
            Member member = members.get(loop.name());
            pollWanted |= member != null && !member.writing; // else the end of the write says when to poll
        });
    }

    @Override
    public void leave(DurableTicks loop) {
        post(() -> members.values().removeIf(member -> member.ticks == loop));
    }

    @Override
    public CompletableFuture<Void> close() {
        post(() -> closing = true);
        return closed;
    }

    private void post(Runnable news) {
        mail.add(news);
        timer.signal(this);
    }

    // ---- turns of the timer ----

    @Override
    protected void examine() {
        if (ended) {
            mail.clear(); // a loop may still start if the durable loops were closed before its scheduler
            return;
        }
        boolean answered = questions.areAnswered(); // before the mail is read, so that it has all answers
        for (Runnable news = mail.poll(); news != null; news = mail.poll()) {
            news.run();
        }
        if (closing && answered && held.isEmpty() && picking.isEmpty()) {
            timer.cancel(this);
            ended = true;
            threads.execute(() -> {
                whenClosed.run();
                closed.complete(null); // what follows may block
            });
            return;
        }
        long now = timer.now();
        questions.reportSlow(now);
        if (outage.isOver(now)) {
            poll(now);
            care(now);
        }
        arm(now);
    }

    private void poll(long now) {
        long wall = timer.wallNow();
        boolean due = pollWanted
                || now >= pollAt
                || outage.isAway()
                || members.values().stream().anyMatch(one -> !picking.contains(one.name) && one.seen <= wall);
        if (polling || !due || (closing && !outage.isAway())) {
            return;
        }
        pollWanted = false;
        pollAt = members.isEmpty() ? NEVER : EpochNanos.plus(now, pollEvery);
        List<Look> looks = new ArrayList<>();
        for (Member member : members.values()) {
            if (picking.contains(member.name)) {
                continue; // the end of the pick says what is next
            }
            if (member.joined && !member.writing && !closing && member.ticks.isReady()) {
                boolean readRow = EpochNanos.minus(now, member.foundAt) >= pollEvery;
                looks.add(new Look(member, member.seen, readRow));
            } else {
                member.seen = NEVER; // until it is ready
            }
        }
        if (!looks.isEmpty() || outage.isAway()) {
            polling = true;
            questions.ask(() -> lookFor(looks, wall), () -> polling = false);
        }
    }

    private void care(long now) {
        if (now < careAt) {
            return;
        }
        careAt = members.isEmpty() && held.isEmpty() ? NEVER : EpochNanos.plus(now, heartbeatEvery);
        held.forEach(this::beat);
        if (caring || outage.isAway()) { // others cannot be heard of in an outage
            return;
        }
        caring = true;
        Set<String> loops = Set.copyOf(members.keySet());
        questions.ask(
                () -> {
                    if (heartbeats.revive(loops, this::isHeld, timer.wallNow())) {
                        post(() -> pollWanted = true);
                    }
                },
                () -> caring = false);
    }

    /** Asks for each tick by itself: a row that is locked must not keep the others from being heard of. */
    private void beat(HeldTick tick) {
        if (!tick.beating) {
            tick.beating = true;
            questions.ask(() -> heartbeats.beat(tick.row, timer.wallNow()), () -> tick.beating = false);
        }
    }

    /** Returns whether this process has a tick of a loop, or is about to: a pick may take longer than the silence. */
    private boolean isHeld(String loop) {
        return picking.contains(loop)
                || held.stream().anyMatch(tick -> tick.row.name().equals(loop));
    }

    private void arm(long now) {
        long at = NEVER;
        if (outage.isAway()) {
            at = polling ? EpochNanos.plus(now, heartbeatEvery) : outage.askAgainAt(); // the poll may hang
        } else if (!members.isEmpty() || !held.isEmpty()) {
            careAt = careAt == NEVER ? EpochNanos.plus(now, heartbeatEvery) : careAt;
            at = Math.min(careAt, polling || closing ? NEVER : nextPoll(now));
        }
        if (at == NEVER) {
            timer.cancel(this); // the end of a question signals this entry
        } else {
            timer.at(this, at);
        }
    }

    private long nextPoll(long now) {
        long wall = timer.wallNow();
        long at = pollAt;
        for (Member member : members.values()) {
            if (member.seen != NEVER && !picking.contains(member.name)) { // the end of the pick signals this entry
                at = Math.min(at, EpochNanos.plus(now, Math.max(0, EpochNanos.minus(member.seen, wall))));
            }
        }
        return at;
    }

    // ---- a loop joins ----

    private void join(Member member) {
        if (members.get(member.name) != member) {
            return; // the loop has ended while the database was away
        }
        RowPlan plan = new RowPlan(table, timer, silence, member.name, member.ticks.schedule());
        questions.ask(
                () -> {
                    long at = plan.join(member.first);
                    post(() -> joined(member, at));
                },
                () -> {},
                () -> questions.whenThere(() -> join(member)));
    }

    private void joined(Member member, long at) {
        if (members.get(member.name) == member) {
            member.joined = true;
            member.ticks.joined(at);
        }
    }

    // ---- a tick is found ----

    /** Picks what is due, on a thread of the table. */
    private void lookFor(List<Look> looks, long wall) {
        Map<String, Look> byName = new HashMap<>();
        looks.forEach(look -> byName.put(look.member.name, look));
        List<TickRow> due = table.due(wall, ROWS);
        boolean more = due.size() == ROWS;
        for (TickRow row : due) {
            Look look = byName.remove(row.name());
            if (look != null) {
                Member member = look.member;
                picking.add(member.name);
                questions.ask(() -> pick(row, member), () -> picked(member, more), () -> recoverPick(member));
                laterThan(member, row.at(), wall);
            }
        }
        for (Look look : byName.values()) {
            if (look.seen <= wall || look.seen == NEVER) {
                notDue(look, wall);
            }
        }
    }

    /** Another process has the tick of a loop, or it was not yet time to ask. */
    private void notDue(Look look, long wall) {
        Member member = look.member;
        if (!look.readRow && look.seen != NEVER) {
            laterThan(member, look.seen, wall);
            return;
        }
        TickRow row = table.find(member.name);
        if (row == null) {
            member.ticks.lostRow();
            return;
        }
        post(() -> member.foundAt = timer.now());
        if (row.at() > wall) {
            lookAt(member, row.at());
        } else {
            laterThan(member, row.at(), wall);
        }
    }

    /** Lets the next poll for a loop be at the first tick after both an instant and now. */
    private void laterThan(Member member, long at, long wall) {
        lookAt(member, RowPlan.following(member.ticks.schedule(), at, wall));
    }

    private void lookAt(Member member, long at) {
        member.ticks.saw(at);
        post(() -> member.seen = at);
    }

    private void picked(Member member, boolean more) {
        picking.remove(member.name);
        pollWanted |= more && picking.isEmpty();
    }

    private void pick(TickRow row, Member member) {
        long asked = timer.now();
        TickRow mine = table.pick(row, timer.wallNow());
        boolean late = timer.now() - asked >= heartbeatEvery; // as a lock of the row may make it
        if (mine == null && member.unsure) {
            holdUnsure(member);
        } else if (mine != null && (!late || heartbeats.beat(mine, timer.wallNow()))) {
            hold(mine, member);
        }
    }

    /** Takes a tick that this process has picked without being told, unless it was taken for dead meanwhile. */
    private void holdUnsure(Member member) {
        TickRow mine = table.pickedHere(member.name);
        if (mine != null && heartbeats.beat(mine, timer.wallNow())) {
            hold(mine, member);
        }
    }

    /** A connection broke before it said whether a tick was picked: a picked one must not wait for missing heartbeats. */
    private void recoverPick(Member member) {
        member.unsure = true;
        questions.whenThere(() -> questions.ask(
                () -> holdUnsure(member),
                () -> {
                    picking.remove(member.name);
                    pollWanted = true;
                },
                () -> recoverPick(member)));
    }

    private void hold(TickRow mine, Member member) {
        member.unsure = false;
        HeldTick tick = new HeldTick(member, mine, this::end);
        post(() -> held.add(tick));
        if (!member.ticks.take(tick)) {
            tick.putBack(false);
        }
    }

    // ---- a tick is over ----

    private void end(HeldTick tick, End end, long next) {
        post(() -> {
            tick.member.writing = true;
            questions.whenThere(() -> write(tick, end, next));
        });
    }

    private void write(HeldTick tick, End end, long next) {
        long step = RowPlan.step(tick.member.ticks.schedule());
        questions.ask(
                () -> {
                    try {
                        if (next == Planner.EXHAUSTED) {
                            table.remove(tick.row);
                        } else {
                            table.move(tick.row, next, step, end, timer.wallNow());
                        }
                    } catch (Lost lost) {
                        tick.reportLost();
                    }
                },
                () -> written(tick, end, next),
                () -> questions.whenThere(() -> write(tick, end, next)));
    }

    private void written(HeldTick tick, End end, long next) {
        held.remove(tick);
        Member member = tick.member;
        member.writing = false;
        if (end == End.DONE && next > timer.wallNow()) {
            member.seen = next;
        } else {
            pollWanted = true;
        }
    }
}
