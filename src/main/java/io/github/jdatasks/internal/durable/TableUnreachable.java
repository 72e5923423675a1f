package io.github.jdatasks.internal.durable;

import java.sql.SQLException;

/** The database refused the first connection, or has no table. */
final class TableUnreachable extends RuntimeException {
    private static final long serialVersionUID = 1;

    TableUnreachable(SQLException cause) {
        super(cause);
    }
}
