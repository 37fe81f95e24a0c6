package dev.carteiro.fake;

import reactor.netty.http.server.HttpServer;
import reactor.netty.resources.LoopResources;

/**
 * Event loops for the servers that tests talk to. The ones that all of a process share end with the first router that is
 * closed in it, and a server on them cannot be stopped any more.
 */
public final class FakeLoops {

    private static final LoopResources LOOPS = LoopResources.create("fake", 2, true);

    private FakeLoops() {}

    /** A server on 127.0.0.1 and a free port. */
    public static HttpServer server() {
        return HttpServer.create().runOn(LOOPS).host("127.0.0.1").port(0);
    }
}
