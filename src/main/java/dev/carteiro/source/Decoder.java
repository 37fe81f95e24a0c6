package dev.carteiro.source;

/** Reads what one sending system writes. Pure, and never throws on odd JSON. */
@FunctionalInterface
interface Decoder {

    /** As {@link Source#decode}. */
    Decoded decode(Inbound inbound);
}
