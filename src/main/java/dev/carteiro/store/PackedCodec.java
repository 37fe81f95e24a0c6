package dev.carteiro.store;

import io.netty.buffer.ByteBuf;
import io.r2dbc.postgresql.client.EncodedParameter;
import io.r2dbc.postgresql.codec.Codec;
import io.r2dbc.postgresql.codec.PostgresqlObjectId;
import io.r2dbc.postgresql.message.Format;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Writes {@link Packed} in PostgreSQL's binary form; the driver's own codecs write bytes as hexadecimal text, twice as long. */
final class PackedCodec implements Codec<Packed> {

    private static final int BYTEA = PostgresqlObjectId.BYTEA.getObjectId();

    @Override
    public boolean canEncode(Object value) {
        return value instanceof Packed;
    }

    @Override
    public boolean canEncodeNull(Class<?> type) {
        return type == Packed.class;
    }

    @Override
    public EncodedParameter encode(Object value) {
        return encode(value, BYTEA);
    }

    @Override
    public EncodedParameter encode(Object value, int dataType) {
        Packed packed = (Packed) value;
        return new EncodedParameter(Format.FORMAT_BINARY, dataType, Mono.fromSupplier(packed::take));
    }

    @Override
    public EncodedParameter encodeNull() {
        return new EncodedParameter(Format.FORMAT_BINARY, BYTEA, Flux.<ByteBuf>empty());
    }

    @Override
    public boolean canDecode(int dataType, Format format, Class<?> type) {
        return false;
    }

    @Override
    public @Nullable Packed decode(
            @Nullable ByteBuf buffer, int dataType, Format format, Class<? extends Packed> type) {
        throw new UnsupportedOperationException("bytes are read with the driver's own codec");
    }
}
