package bot;

import static bot.Contexts.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.jdatasks.Loop;
import io.github.jdatasks.LoopCog;
import io.github.jdatasks.LoopState;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.testing.VirtualConnection;
import io.github.jdatasks.testing.VirtualLoopScheduler;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.springframework.aop.support.AopUtils;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;
import org.springframework.transaction.support.DefaultTransactionStatus;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** What proxies of Spring's do to cogs. */
class ProxiesTest {
    @EnableTransactionManagement(proxyTargetClass = true)
    @EnableAsync(proxyTargetClass = true)
    static class OfClasses extends Parts {}

    @EnableTransactionManagement
    static class OfInterfaces extends Parts {}

    static class Parts {
        @Bean
        PlatformTransactionManager transactions() {
            return new Transactions();
        }

        @Bean
        VirtualLoopScheduler time() {
            return VirtualLoopScheduler.startingAt(Instant.EPOCH);
        }
    }

    /** Has no database. */
    private static final class Transactions extends AbstractPlatformTransactionManager {
        @Override
        protected Object doGetTransaction() {
            return new Object();
        }

        @Override
        protected void doBegin(Object transaction, org.springframework.transaction.TransactionDefinition definition) {}

        @Override
        protected void doCommit(DefaultTransactionStatus status) {}

        @Override
        protected void doRollback(DefaultTransactionStatus status) {}
    }

    /** Returns the loop of a bean, whose first run has begun. */
    private static LoopTask run(AnnotationConfigApplicationContext context, Object bean) {
        VirtualLoopScheduler time = context.getBean(VirtualLoopScheduler.class);
        LoopCog cog = LoopCog.of(bean, time);
        VirtualConnection.of(cog).ready();
        time.runPending();
        return cog.loop("work");
    }

    private static void assertSucceeded(LoopTask loop) {
        assertThat(loop.stats().runs()).isEqualTo(1);
        assertThat(loop.stats().failures()).isZero();
    }

    interface Job {
        void work();
    }

    static class TransactionalJob implements Job {
        @Override
        @Loop(hours = 1)
        @Transactional
        public void work() {
            if (!TransactionSynchronizationManager.isActualTransactionActive()) {
                throw new IllegalStateException("no transaction");
            }
        }
    }

    @Test
    void a_proxy_of_a_class_is_called() throws Exception {
        try (AnnotationConfigApplicationContext context = Contexts.start(OfClasses.class, TransactionalJob.class)) {
            Job bean = context.getBean(Job.class);
            assertThat(AopUtils.isCglibProxy(bean)).isTrue();
            assertSucceeded(run(context, bean));
        }
    }

    @Test
    void a_proxy_of_interfaces_is_called_and_the_annotations_are_those_of_the_class_behind_it() throws Exception {
        try (AnnotationConfigApplicationContext context = Contexts.start(OfInterfaces.class, TransactionalJob.class)) {
            Job bean = context.getBean(Job.class);
            assertThat(AopUtils.isJdkDynamicProxy(bean)).isTrue();
            assertSucceeded(run(context, bean));
        }
    }

    static class HiddenJob implements Job {
        @Override
        public void work() {}

        @Loop(hours = 1)
        @Transactional
        public void hidden() {}
    }

    @Test
    void a_method_that_is_in_no_interface_of_the_proxy_is_a_mistake() {
        try (AnnotationConfigApplicationContext context = Contexts.start(OfInterfaces.class, HiddenJob.class)) {
            Job bean = context.getBean(Job.class);
            assertThatThrownBy(() -> LoopCog.of(bean))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContainingAll("HiddenJob", "hidden()", "proxyTargetClass = true");
        }
    }

    static class PrivateJob {
        @Transactional
        public void other() {}

        @Loop(hours = 1)
        private void work() {}
    }

    @Test
    void a_private_method_of_a_bean_with_advice_is_a_mistake() {
        try (AnnotationConfigApplicationContext context = Contexts.start(OfClasses.class, PrivateJob.class)) {
            PrivateJob bean = context.getBean(PrivateJob.class);
            assertThatThrownBy(() -> LoopCog.of(bean))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContainingAll("PrivateJob.work()", "private; make it public or protected");
        }
    }

    static class AsyncJob {
        final CompletableFuture<Void> answer = new CompletableFuture<>();
        final AtomicReference<String> thread = new AtomicReference<>();

        @Loop(hours = 1)
        @Async
        public CompletableFuture<Void> work() {
            thread.set(Thread.currentThread().getName());
            return answer.copy();
        }

        public CompletableFuture<Void> answer() {
            return answer;
        }

        public String thread() {
            return thread.get();
        }
    }

    @Import(OfClasses.class)
    static class WithExecutor {
        @Bean
        SimpleAsyncTaskExecutor taskExecutor() {
            return new SimpleAsyncTaskExecutor("async-");
        }
    }

    @Test
    void an_asynchronous_body_runs_on_its_executor_until_its_future_completes() throws Exception {
        try (AnnotationConfigApplicationContext context = Contexts.start(WithExecutor.class, AsyncJob.class)) {
            AsyncJob bean = context.getBean(AsyncJob.class);
            LoopTask loop = run(context, bean);
            await("the body", () -> bean.thread() != null);
            assertThat(bean.thread()).startsWith("async-");
            assertThat(loop.state()).isEqualTo(LoopState.RUNNING);
            bean.answer().complete(null);
            await("the end of the run", () -> {
                context.getBean(VirtualLoopScheduler.class).runPending();
                return loop.state() == LoopState.WAITING;
            });
            assertSucceeded(loop);
        }
    }

    static class AdvisedCog extends LoopCog {
        @Loop(hours = 1)
        @Transactional
        public void work() {}
    }

    @Test
    void a_cog_with_advice_is_refused_since_its_loops_would_run_without_it() {
        assertThatThrownBy(() -> Contexts.start(
                        OfClasses.class, MockDiscordConfiguration.class, BotLoops.class, AdvisedCog.class))
                .rootCause()
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("AdvisedCog", "LoopCog.of");
    }
}
