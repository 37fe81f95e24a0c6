package dev.carteiro.evolution;

import reactor.netty.http.client.HttpClient;

/** Speaks to Evolution servers over connections that nobody shares. */
public final class TestServers {

    private TestServers() {}

    public static Servers servers() {
        return new Servers(HttpClient.newConnection());
    }
}
