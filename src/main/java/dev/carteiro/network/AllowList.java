package dev.carteiro.network;

import dev.carteiro.config.Addresses;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Hosts and addresses that may be fetched from although they are not public. */
final class AllowList {

    static final AllowList NOTHING = of(List.of());

    private static final Pattern HOST = Pattern.compile("(\\*\\.)?[a-z0-9_]([a-z0-9_.-]*[a-z0-9_])?");
    private static final Pattern NUMBERS = Pattern.compile("[0-9.]+");

    private final List<String> entries;
    private final List<String> hosts;
    private final List<String> domains;
    private final Addresses addresses;

    private AllowList(List<String> entries, List<String> hosts, List<String> domains, Addresses addresses) {
        this.entries = List.copyOf(entries);
        this.hosts = List.copyOf(hosts);
        this.domains = List.copyOf(domains);
        this.addresses = addresses;
    }

    /**
     * Reads entries such as {@code minio}, {@code *.example.com} (what is below it), {@code 10.1.2.3} and
     * {@code 10.0.0.0/8}; throws {@link IllegalArgumentException} on one that is none of these.
     */
    static AllowList of(List<String> entries) {
        List<String> hosts = new ArrayList<>();
        List<String> domains = new ArrayList<>();
        List<String> addresses = new ArrayList<>();
        for (String entry : entries) {
            String known = entry.strip().toLowerCase(Locale.ROOT);
            if (!isHost(known)) {
                addresses.add(known);
            } else if (known.startsWith("*")) {
                domains.add(known.substring(1));
            } else {
                hosts.add(known);
            }
        }
        return new AllowList(entries, hosts, domains, Addresses.of(addresses));
    }

    /** The same, and this host or address, if it is one. */
    AllowList and(String host) {
        if (problem(host) != null) {
            return this;
        }
        List<String> all = new ArrayList<>(entries);
        all.add(host);
        return of(all);
    }

    /** What is wrong with an entry, null where nothing is. */
    static @Nullable String problem(String entry) {
        String known = entry.strip().toLowerCase(Locale.ROOT);
        return isHost(known) || isAddress(known)
                ? null
                : "\"" + entry
                        + "\" is no host such as minio or *.example.com, and no address or block of addresses such as"
                        + " 10.0.0.0/8";
    }

    private static boolean isAddress(String entry) {
        try {
            return !Addresses.of(List.of(entry)).isEmpty();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Not what looks like an address and is none, such as 10.1, which some would read as 10.0.0.1. */
    private static boolean isHost(String entry) {
        return HOST.matcher(entry).matches() && !NUMBERS.matcher(entry).matches();
    }

    boolean containsHost(String host) {
        String known = host.toLowerCase(Locale.ROOT);
        String name = known.endsWith(".") ? known.substring(0, known.length() - 1) : known;
        return hosts.contains(name) || domains.stream().anyMatch(name::endsWith);
    }

    boolean containsAddress(InetAddress address) {
        return addresses.contain(address);
    }
}
