package dev.carteiro.store;

import io.netty.buffer.ByteBuf;
import io.r2dbc.postgresql.client.EncodedParameter;
import io.r2dbc.postgresql.codec.Codec;
import io.r2dbc.postgresql.message.Format;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Sends what already is in PostgreSQL's binary form; it is read with the driver's own codecs. */
final class BinaryCodec<T> implements Codec<T> {

    private final Class<T> type;
    private final ToIntFunction<T> objectId;
    private final Function<T, ByteBuf> bytes;

    BinaryCodec(Class<T> type, ToIntFunction<T> objectId, Function<T, ByteBuf> bytes) {
        this.type = type;
        this.objectId = objectId;
        this.bytes = bytes;
    }

    @Override
    public boolean canEncode(Object value) {
        return type.isInstance(value);
    }

    @Override
    public boolean canEncodeNull(Class<?> other) {
        return false;
    }

    @Override
    public EncodedParameter encode(Object value) {
        T known = type.cast(value);
        return encode(known, objectId.applyAsInt(known));
    }

    @Override
    public EncodedParameter encode(Object value, int dataType) {
        T known = type.cast(value);
        return new EncodedParameter(Format.FORMAT_BINARY, dataType, Mono.fromSupplier(() -> bytes.apply(known)));
    }

    @Override
    public EncodedParameter encodeNull() {
        throw new UnsupportedOperationException("there is no null of " + type);
    }

    @Override
    public boolean canDecode(int dataType, Format format, Class<?> other) {
        return false;
    }

    @Override
    public @Nullable T decode(@Nullable ByteBuf buffer, int dataType, Format format, Class<? extends T> other) {
        throw new UnsupportedOperationException("only sent: " + type);
    }
}
