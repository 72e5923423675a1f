package io.github.jdatasks.internal.loop;

import io.github.jdatasks.internal.loop.LoopFields.Phase;
import io.github.jdatasks.internal.loop.LoopRules.Step;
import io.github.jdatasks.internal.schedule.Planner;
import java.time.Instant;
import java.util.Optional;

/** Asks the schedule of a loop for its next run. Never under the lock, since the schedule may be the user's. */
final class LoopPlanning {
    private LoopPlanning() {}

    /** Does {@link Step#PLAN}. */
    static Step plan(LoopMachine loop, LoopWorker worker) {
        NextRun.Question question;
        synchronized (loop) {
            question = loop.next.question(loop.schedule);
        }
        long now = loop.next.present(question.grid(), loop.timer().now());
        Planner.Plan plan;
        try {
            plan = loop.next.answer(question, now, loop.settings.policies());
        } catch (Throwable error) { // the user's schedule has failed: reports that and ends the loop
            synchronized (loop) {
                if (question.schedule() != loop.schedule) {
                    return loop.proceed(
                            worker, loop.timer().now()); // replaced meanwhile, so its failure does not count
                }
                Run report = LoopRuns.newRun(loop, Run.Kind.REPORT, loop.timer().now(), 1, 0);
                report.error = error;
                loop.setCurrent(report);
                worker.run(report);
                return Step.REPORT;
            }
        }
        if (plan.missed() > 0) {
            LoopLog.missed(loop, plan);
        }
        LoopEvents.missed(loop, plan);
        long jitter = plan.at() < now
                ? 0
                : loop.scheduler.random(loop.settings.policies().jitterNanos());
        synchronized (loop) {
            loop.stats.recordMisses(plan.missed(), plan.skipped());
            if (question.schedule() == loop.schedule) { // else it was replaced meanwhile, so PLAN is due again
                loop.next.commit(question, plan, now);
                loop.next.delay(jitter);
            }
            return loop.proceed(worker, loop.timer().now());
        }
    }

    static Optional<Instant> nextIteration(LoopMachine loop) {
        NextRun.Question question;
        synchronized (loop) {
            Run run = loop.current();
            boolean running =
                    loop.isUnderWay() || (run != null && run.kind == Run.Kind.SCHEDULED && !loop.mayOverlap());
            question = loop.phase() != Phase.ACTIVE || loop.ending() != null
                    ? null
                    : loop.next.preview(loop.schedule, running);
        }
        return loop.next.nextInstant(question, loop.settings.policies());
    }
}
