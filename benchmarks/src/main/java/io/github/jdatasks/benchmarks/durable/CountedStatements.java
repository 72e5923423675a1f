package io.github.jdatasks.benchmarks.durable;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.util.concurrent.atomic.LongAdder;
import javax.sql.DataSource;

/** A data source that counts the statements that are prepared. */
final class CountedStatements {
    private final LongAdder statements = new LongAdder();

    DataSource of(DataSource database) {
        return proxy(DataSource.class, database, (method, result) -> {
            return method.getName().equals("getConnection")
                    ? proxy(Connection.class, (Connection) result, (call, answer) -> {
                        if (call.getName().equals("prepareStatement")) {
                            statements.increment();
                        }
                        return answer;
                    })
                    : result;
        });
    }

    long count() {
        return statements.sum();
    }

    private interface Look {
        Object at(Method method, Object result);
    }

    private static <T> T proxy(Class<T> type, T real, Look look) {
        InvocationHandler handler = (proxy, method, arguments) -> {
            try {
                return look.at(method, method.invoke(real, arguments));
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        };
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
