package dev.carteiro.chatwoot;

import reactor.netty.http.client.HttpClient;

/** Speaks to Chatwoot servers over connections that nobody shares. */
public final class TestChatwoots {

    private TestChatwoots() {}

    public static Chatwoots chatwoots() {
        return new Chatwoots(HttpClient.newConnection());
    }
}
