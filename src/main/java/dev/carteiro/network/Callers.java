package dev.carteiro.network;

import dev.carteiro.config.Addresses;
import dev.carteiro.config.ConfigPart;
import dev.carteiro.config.ConfigTree;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whose address a request comes from: behind a proxy that is trusted, the one that the proxy names. */
public final class Callers implements ConfigPart {

    private static final String PATH = "carteiro.trusted-proxies";

    private volatile List<Addresses> trusted = List.of();

    /** Trusts no proxy until it is told to. */
    public Callers() {}

    @Override
    public Runnable prepare(ConfigTree tree) {
        List<Addresses> blocks = new ArrayList<>();
        tree.bindItems(PATH, String.class).forEach((path, block) -> {
            try {
                blocks.add(Addresses.of(List.of(block)));
            } catch (IllegalArgumentException e) {
                tree.problem(path, String.valueOf(e.getMessage()));
            }
        });
        List<Addresses> next = List.copyOf(blocks);
        return () -> trusted = next;
    }

    /** Reads {@code X-Forwarded-For} from the right, as far as proxies that are trusted have written it. */
    public InetAddress of(Optional<InetSocketAddress> peer, List<String> forwarded) {
        InetAddress caller = peer.map(InetSocketAddress::getAddress).orElseGet(InetAddress::getLoopbackAddress);
        if (forwarded.isEmpty() || !trusted(caller)) {
            return caller;
        }
        List<String> hops = forwarded.stream()
                .flatMap(header -> List.of(header.split(",", -1)).stream())
                .map(String::strip)
                .toList();
        for (String hop : hops.reversed()) {
            InetAddress named = trusted(caller) ? literal(hop) : null;
            if (named == null) {
                return caller;
            }
            caller = named;
        }
        return caller;
    }

    private boolean trusted(InetAddress address) {
        for (Addresses block : trusted) {
            if (block.contain(address)) {
                return true;
            }
        }
        return false;
    }

    private static @Nullable InetAddress literal(String hop) {
        try {
            return InetAddress.ofLiteral(hop);
        } catch (IllegalArgumentException noAddress) {
            return null;
        }
    }
}
