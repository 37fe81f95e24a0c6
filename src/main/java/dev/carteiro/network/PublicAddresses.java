package dev.carteiro.network;

import dev.carteiro.config.Addresses;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;

/** Which addresses belong to the whole internet, rather than to this machine, its network or nobody (IANA's registries). */
final class PublicAddresses {

    private static final Addresses SPECIAL_V4 = Addresses.of(List.of(
            "0.0.0.0/8", // this host
            "10.0.0.0/8",
            "100.64.0.0/10", // a provider's own
            "127.0.0.0/8",
            "169.254.0.0/16", // link-local, and with it the cloud's metadata
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24", // documentation
            "192.88.99.0/24", // 6to4 relays
            "192.168.0.0/16",
            "198.18.0.0/15", // benchmarks
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4", // multicast
            "240.0.0.0/4")); // reserved, and broadcast

    /** All others, such as ::1, mapped IPv4, NAT64, unique and link-local, and multicast, are for special purposes. */
    private static final Addresses GLOBAL_V6 = Addresses.of(List.of("2000::/3"));

    private static final Addresses SPECIAL_V6 = Addresses.of(List.of(
            "2001::/23", // protocols, Teredo among them
            "2001:db8::/32", // documentation
            "2002::/16", // 6to4: any IPv4 address in disguise
            "3fff::/20")); // documentation

    private PublicAddresses() {}

    static boolean contain(InetAddress address) {
        return address instanceof Inet4Address
                ? !SPECIAL_V4.contain(address)
                : GLOBAL_V6.contain(address) && !SPECIAL_V6.contain(address);
    }
}
