package dev.carteiro.network;

import io.netty.resolver.AbstractAddressResolver;
import io.netty.resolver.AddressResolver;
import io.netty.resolver.AddressResolverGroup;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.FutureListener;
import io.netty.util.concurrent.Promise;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Finds addresses for connections that somebody else asks for, and only those that may be connected to. What is checked is
 * what the connection then uses, so that a name cannot point elsewhere a moment later.
 */
final class GuardedNames extends AddressResolverGroup<InetSocketAddress> {

    private final AddressResolverGroup<InetSocketAddress> names;
    private final Supplier<AllowList> allowed;

    /** {@code names} is not closed with this. */
    GuardedNames(AddressResolverGroup<InetSocketAddress> names, Supplier<AllowList> allowed) {
        this.names = names;
        this.allowed = allowed;
    }

    @Override
    protected AddressResolver<InetSocketAddress> newResolver(EventExecutor executor) {
        return new Guarded(executor, names.getResolver(executor));
    }

    private final class Guarded extends AbstractAddressResolver<InetSocketAddress> {

        private final AddressResolver<InetSocketAddress> resolver;

        Guarded(EventExecutor executor, AddressResolver<InetSocketAddress> resolver) {
            super(executor, InetSocketAddress.class);
            this.resolver = resolver;
        }

        /** Never, so that an address in place of a name is looked at, too. */
        @Override
        protected boolean doIsResolved(InetSocketAddress address) {
            return false;
        }

        @Override
        protected void doResolve(InetSocketAddress asked, Promise<InetSocketAddress> promise) {
            Promise<List<InetSocketAddress>> all = executor().newPromise();
            doResolveAll(asked, all);
            all.addListener((FutureListener<List<InetSocketAddress>>) found -> {
                if (found.isSuccess()) {
                    promise.trySuccess(found.getNow().getFirst());
                } else {
                    promise.tryFailure(found.cause());
                }
            });
        }

        @Override
        protected void doResolveAll(InetSocketAddress asked, Promise<List<InetSocketAddress>> promise) {
            if (asked.isUnresolved()) {
                resolver.resolveAll(asked)
                        .addListener((FutureListener<List<InetSocketAddress>>) found -> pass(asked, found, promise));
            } else {
                settle(asked, List.of(asked), promise);
            }
        }

        private void pass(
                InetSocketAddress asked,
                Future<List<InetSocketAddress>> found,
                Promise<List<InetSocketAddress>> promise) {
            if (found.isSuccess()) {
                settle(asked, found.getNow(), promise);
            } else {
                promise.tryFailure(found.cause());
            }
        }

        private void settle(
                InetSocketAddress asked, List<InetSocketAddress> found, Promise<List<InetSocketAddress>> promise) {
            InetSocketAddress forbidden = forbidden(asked.getHostString(), found);
            if (forbidden == null) {
                promise.trySuccess(found);
            } else {
                promise.tryFailure(new ForbiddenAddressException(asked.getHostString(), forbidden.getAddress()));
            }
        }

        /** One is enough: a name with both kinds of address is somebody's trick. */
        private @Nullable InetSocketAddress forbidden(String host, List<InetSocketAddress> found) {
            AllowList now = allowed.get();
            return now.containsHost(host)
                    ? null
                    : found.stream()
                            .filter(address -> !PublicAddresses.contain(address.getAddress())
                                    && !now.containsAddress(address.getAddress()))
                            .findFirst()
                            .orElse(null);
        }
    }
}
