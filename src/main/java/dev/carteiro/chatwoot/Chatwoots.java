package dev.carteiro.chatwoot;

import java.net.URI;
import reactor.netty.http.client.HttpClient;

/** Makes the calls to whichever Chatwoot server. */
public final class Chatwoots {

    private final HttpClient http;

    /** Nothing is sent a second time by itself: a message would be there twice. */
    Chatwoots(HttpClient http) {
        this.http = http.disableRetry(true);
    }

    /** The account with that number on the server at {@code url}; {@code token} is a person's, or an agent bot's. */
    public ChatwootApi api(URI url, String account, String token) {
        return new ChatwootApi(http, url, account, token);
    }
}
