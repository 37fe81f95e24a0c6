package dev.carteiro.store;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.r2dbc.postgresql.codec.PostgresqlObjectId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * One value for each row of a group, sent to PostgreSQL as one array. It is written at once in the binary form; the driver's own
 * codecs take boxed values and write text, which the server has to read.
 */
public final class Series {

    private static final int HEADER = 5 * Integer.BYTES;
    private static final int LENGTH = Integer.BYTES;
    private static final int NULL = -1;

    private final PostgresqlObjectId type;
    private final ByteBuffer bytes;

    private Series(PostgresqlObjectId type, ByteBuffer bytes) {
        this.type = type;
        this.bytes = bytes.flip();
    }

    /** A {@code bigint[]}. */
    public static <T> Series longs(Collection<T> rows, ToLongFunction<? super T> value) {
        ByteBuffer bytes = begin(PostgresqlObjectId.INT8, rows.size(), rows.size() * Long.BYTES, false);
        for (T row : rows) {
            bytes.putInt(Long.BYTES).putLong(value.applyAsLong(row));
        }
        return new Series(PostgresqlObjectId.INT8_ARRAY, bytes);
    }

    /** An {@code int[]}. */
    public static <T> Series integers(Collection<T> rows, ToIntFunction<? super T> value) {
        ByteBuffer bytes = begin(PostgresqlObjectId.INT4, rows.size(), rows.size() * Integer.BYTES, false);
        for (T row : rows) {
            bytes.putInt(Integer.BYTES).putInt(value.applyAsInt(row));
        }
        return new Series(PostgresqlObjectId.INT4_ARRAY, bytes);
    }

    /** The same of what a row may have; null for one that has none. */
    public static <T, P> Series integers(
            Collection<T> rows, Function<? super T, @Nullable P> part, ToIntFunction<? super P> value) {
        ByteBuffer bytes = begin(PostgresqlObjectId.INT4, rows.size(), rows.size() * Integer.BYTES, true);
        for (T row : rows) {
            @Nullable P owner = part.apply(row);
            if (owner == null) {
                bytes.putInt(NULL);
            } else {
                bytes.putInt(Integer.BYTES).putInt(value.applyAsInt(owner));
            }
        }
        return new Series(PostgresqlObjectId.INT4_ARRAY, bytes);
    }

    /** A {@code boolean[]}. */
    public static <T> Series flags(Collection<T> rows, Predicate<? super T> value) {
        ByteBuffer bytes = begin(PostgresqlObjectId.BOOL, rows.size(), rows.size(), false);
        for (T row : rows) {
            bytes.putInt(1).put((byte) (value.test(row) ? 1 : 0));
        }
        return new Series(PostgresqlObjectId.BOOL_ARRAY, bytes);
    }

    /** A {@code text[]}; half a character becomes a question mark. */
    public static <T> Series texts(Collection<T> rows, Function<? super T, @Nullable String> value) {
        List<byte @Nullable []> encoded = new ArrayList<>(rows.size());
        int length = 0;
        boolean nulls = false;
        for (T row : rows) {
            String text = value.apply(row);
            byte[] utf8 = text == null ? null : text.getBytes(StandardCharsets.UTF_8);
            encoded.add(utf8);
            nulls |= utf8 == null;
            length += utf8 == null ? 0 : utf8.length;
        }
        ByteBuffer bytes = begin(PostgresqlObjectId.TEXT, encoded.size(), length, nulls);
        for (byte[] utf8 : encoded) {
            if (utf8 == null) {
                bytes.putInt(NULL);
            } else {
                bytes.putInt(utf8.length).put(utf8);
            }
        }
        return new Series(PostgresqlObjectId.TEXT_ARRAY, bytes);
    }

    /** One dimension, counted from 1 on; an array without elements has no dimension. */
    private static ByteBuffer begin(PostgresqlObjectId element, int size, int length, boolean nulls) {
        ByteBuffer bytes = ByteBuffer.allocate(HEADER + Math.addExact(Math.multiplyExact(size, LENGTH), length));
        bytes.putInt(size == 0 ? 0 : 1).putInt(nulls ? 1 : 0).putInt(element.getObjectId());
        return size == 0 ? bytes : bytes.putInt(size).putInt(1);
    }

    int type() {
        return type.getObjectId();
    }

    ByteBuf take() {
        return Unpooled.wrappedBuffer(bytes);
    }
}
