package io.github.jdatasks.internal.retry;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ConnectException;
import java.net.SocketException;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class ExceptionTypesTest {
    private static final ExceptionTypes SQL = ExceptionTypes.DEFAULTS.plus(List.of(SQLException.class));

    @Test
    void an_added_type_is_retried_with_its_subclasses_and_inside_wrappers() {
        assertThat(ExceptionTypes.DEFAULTS.matches(new SQLException())).isFalse();
        assertThat(SQL.matches(new SQLException())).isTrue();
        assertThat(SQL.matches(new SQLTransientException())).isTrue();
        assertThat(SQL.matches(new CompletionException(new SQLTransientException())))
                .isTrue();
        assertThat(SQL.matches(new ConnectException())).isTrue();
        assertThat(SQL.matches(new IllegalStateException())).isFalse();
    }

    @Test
    void a_wrapper_can_be_added_as_such() {
        ExceptionTypes types = ExceptionTypes.DEFAULTS.plus(List.of(CompletionException.class));
        assertThat(types.matches(new CompletionException(new IllegalStateException())))
                .isTrue();
    }

    @Test
    void a_type_added_twice_is_there_once_and_removed_at_once() {
        ExceptionTypes twice = SQL.plus(List.of(SQLException.class, SQLException.class));
        assertThat(twice).isSameAs(SQL);
        assertThat(twice.hasAll(List.of(SQLException.class))).isTrue();
        assertThat(twice.minus(List.of(SQLException.class))).isSameAs(ExceptionTypes.DEFAULTS);
    }

    @Test
    void only_exactly_added_classes_are_there_to_remove() {
        assertThat(SQL.hasAll(List.of(SQLTransientException.class))).isFalse();
        assertThat(SQL.hasAll(List.of(SocketException.class))).isFalse();
        assertThat(SQL.minus(List.of(SQLTransientException.class, SocketException.class)))
                .isEqualTo(SQL);
    }

    @Test
    void of_a_list_that_is_there_in_part_that_part_is_removed() {
        List<Class<? extends Throwable>> both = List.of(SQLException.class, CancellationException.class);
        assertThat(SQL.hasAll(both)).isFalse();
        assertThat(SQL.minus(both)).isSameAs(ExceptionTypes.DEFAULTS);
    }

    @Test
    void removing_nothing_leaves_nothing_behind_that_was_asked_for() {
        assertThat(SQL.hasAll(List.of())).isTrue();
        assertThat(SQL.minus(List.of())).isEqualTo(SQL);
    }

    @Test
    void clearing_drops_the_defaults_too_and_types_can_be_added_again() {
        assertThat(ExceptionTypes.NONE.matches(new ConnectException())).isFalse();
        ExceptionTypes only = ExceptionTypes.NONE.plus(List.of(SQLException.class));
        assertThat(only.matches(new SQLException())).isTrue();
        assertThat(only.matches(new ConnectException())).isFalse();
        assertThat(only.minus(List.of(SQLException.class))).isSameAs(ExceptionTypes.NONE);
    }
}
