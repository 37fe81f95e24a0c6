package dev.carteiro.config;

import java.net.InetAddress;
import java.util.List;

/** A list of addresses and blocks of addresses. */
public final class Addresses {

    private final List<Cidr> blocks;

    private Addresses(List<Cidr> blocks) {
        this.blocks = blocks;
    }

    /** Reads entries such as {@code 10.0.0.0/8}, {@code fd00::/8} or {@code 192.0.2.1}; throws on one that is neither. */
    public static Addresses of(List<String> entries) {
        return new Addresses(entries.stream().map(Cidr::of).toList());
    }

    public boolean isEmpty() {
        return blocks.isEmpty();
    }

    public boolean contain(InetAddress address) {
        return blocks.stream().anyMatch(block -> block.contains(address));
    }
}
