package dev.carteiro.config;

import java.net.InetAddress;

/** A block of addresses, such as {@code 10.0.0.0/8}; without the slash, one address. */
final class Cidr {

    private final byte[] network;
    private final int bits;

    private Cidr(byte[] network, int bits) {
        this.network = network;
        this.bits = bits;
    }

    static Cidr of(String text) {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        try {
            byte[] network = InetAddress.ofLiteral(address).getAddress();
            int bits = slash < 0 ? network.length * 8 : Integer.parseInt(text.substring(slash + 1));
            if (bits >= 0 && bits <= network.length * 8 && isWhole(address)) {
                return new Cidr(network, bits);
            }
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(complaint(text), e);
        }
        throw new IllegalArgumentException(complaint(text));
    }

    /** Java reads 10.1 as 10.0.0.1, which nobody means who writes 10.1/16. */
    private static boolean isWhole(String address) {
        return address.indexOf(':') >= 0
                || address.chars().filter(c -> c == '.').count() == 3;
    }

    boolean contains(InetAddress address) {
        byte[] candidate = address.getAddress();
        if (candidate.length != network.length) {
            return false;
        }
        int whole = bits / 8;
        for (int i = 0; i < whole; i++) {
            if (candidate[i] != network[i]) {
                return false;
            }
        }
        int rest = bits % 8;
        return rest == 0 || ((candidate[whole] ^ network[whole]) & 0xff) >> (8 - rest) == 0;
    }

    private static String complaint(String text) {
        return "\"" + text + "\" is no address and no block of addresses such as 10.0.0.0/8 or fd00::/8";
    }
}
