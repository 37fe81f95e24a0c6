package dev.carteiro.evolution;

import java.net.URI;
import java.time.Duration;
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

    /** Those of its calls that concern messages; {@code patience} is for how long the server may be silent. */
    public Messenger messenger(URI url, String apiKey, Duration patience) {
        return new Messenger(http, url, apiKey, patience);
    }
}
