package dev.carteiro;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * How an {@link EvolutionServer} is started: {@code EvolutionSetup.traditional().start()}.
 *
 * @param global whether each event goes to everybody on the default namespace (WEBSOCKET_GLOBAL_EVENTS)
 * @param auth whether Socket.IO asks for a key, as it does from 2.3.0 on
 * @param version what it says it is, which decides about names of events, bytes in events and gaps in filters
 * @param more further arguments of server.js
 */
record EvolutionSetup(int port, String key, boolean global, boolean auth, String version, List<String> more) {

    EvolutionSetup {
        more = List.copyOf(more);
    }

    /** Namespaces for the instances that subscribe to something, and nothing else. */
    static EvolutionSetup traditional() {
        return new EvolutionSetup(RouterProcess.Setup.freePort(), "evolution-key", false, true, "2.3.7", List.of());
    }

    /** The same, and everything on the default namespace, too. */
    static EvolutionSetup everywhere() {
        EvolutionSetup setup = traditional();
        return new EvolutionSetup(setup.port, setup.key, true, setup.auth, setup.version, setup.more);
    }

    EvolutionSetup withoutAuth() {
        return new EvolutionSetup(port, key, global, false, version, more);
    }

    EvolutionSetup version(String other) {
        return new EvolutionSetup(port, key, global, auth, other, more);
    }

    /** WEBSOCKET_ENABLED=false. */
    EvolutionSetup withoutWebsocket() {
        return with("--no-websocket");
    }

    /** How often Engine.IO pings, and how long it waits for an answer; 25 and 20 seconds otherwise. */
    EvolutionSetup pinging(Duration interval, Duration timeout) {
        return with("--ping-interval", "" + interval.toMillis(), "--ping-timeout", "" + timeout.toMillis());
    }

    private EvolutionSetup with(String... arguments) {
        List<String> all = new ArrayList<>(more);
        Collections.addAll(all, arguments);
        return new EvolutionSetup(port, key, global, auth, version, all);
    }

    /** A server that listens. */
    EvolutionServer start() {
        return new EvolutionServer(this, TestDatabase.folder("evolution"));
    }

    /** Those of server.js; what is in {@code data} is there when it comes again. */
    List<String> arguments(Path data) {
        List<String> arguments = new ArrayList<>(List.of("--port", "" + port, "--key", key, "--version", version));
        arguments.addAll(List.of("--data", data.toString()));
        arguments.addAll(global ? List.of("--global") : List.of());
        arguments.addAll(auth ? List.of() : List.of("--no-auth"));
        arguments.addAll(more);
        return arguments;
    }
}
