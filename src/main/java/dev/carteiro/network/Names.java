package dev.carteiro.network;

import io.netty.resolver.AddressResolverGroup;
import io.netty.resolver.dns.DnsAddressResolverGroup;
import io.netty.resolver.dns.DnsServerAddressStreamProvider;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import reactor.netty.http.HttpResources;
import reactor.netty.transport.NameResolverProvider;

/** Finds the addresses of hosts without holding up anybody; {@code /etc/hosts} and {@code /etc/resolv.conf} count. */
public final class Names {

    /** For each name server in turn. Netty's 5 s would use up a usual attempt's time with the first. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private Names() {}

    /** {@code servers} takes the place of the system's name servers where it is there. To be closed. */
    public static AddressResolverGroup<InetSocketAddress> resolver(@Nullable DnsServerAddressStreamProvider servers) {
        NameResolverProvider.NameResolverSpec spec =
                NameResolverProvider.builder().queryTimeout(PATIENCE);
        if (servers != null) {
            spec = spec.dnsAddressResolverGroupProvider(
                    builder -> new DnsAddressResolverGroup(builder.nameServerProvider(servers)));
        }
        return spec.build().newNameResolverGroup(HttpResources.get(), true);
    }
}
