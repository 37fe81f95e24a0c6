package dev.carteiro.evolution;

import java.net.URI;
import reactor.netty.http.client.HttpClient;

/** Makes the calls to whichever Evolution server. */
public final class Servers {

    private final HttpClient http;

    Servers(HttpClient http) {
        this.http = http;
    }

    /** The API of the server at {@code url}. */
    public EvolutionApi api(URI url, String apiKey) {
        return new EvolutionApi(http, url, apiKey);
    }
}
