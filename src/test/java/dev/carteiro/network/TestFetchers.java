package dev.carteiro.network;

import io.netty.resolver.DefaultAddressResolverGroup;
import java.util.List;

/** Fetchers for the tests of others. */
public final class TestFetchers {

    private TestFetchers() {}

    /** One that goes to public addresses only, of which a test has none. */
    public static MediaFetcher none() {
        AllowList nobody = AllowList.of(List.of());
        return new MediaFetcher(DefaultAddressResolverGroup.INSTANCE, () -> nobody, MediaFetcher.Limits.USUAL);
    }
}
