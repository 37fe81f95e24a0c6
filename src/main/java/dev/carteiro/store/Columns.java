package dev.carteiro.store;

import io.r2dbc.spi.Readable;
import org.jspecify.annotations.Nullable;

/** Reads columns that the schema says are never null. */
public final class Columns {

    private Columns() {}

    /** The column's value; throws where the statement and the schema disagree about it. */
    public static <T> T required(Readable row, String column, Class<T> type) {
        @Nullable T value = row.get(column, type);
        if (value == null) {
            throw new IllegalStateException("column " + column + " is null");
        }
        return value;
    }

    /** The same by its place among the statement's columns, from 0 on: the driver need not look for the name in each row. */
    public static <T> T required(Readable row, int column, Class<T> type) {
        @Nullable T value = row.get(column, type);
        if (value == null) {
            throw new IllegalStateException("column " + (column + 1) + " is null");
        }
        return value;
    }
}
