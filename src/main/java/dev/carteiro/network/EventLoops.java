package dev.carteiro.network;

import java.time.Duration;
import org.springframework.http.client.ReactorResourceFactory;

/**
 * The event loops, on which requests, deliveries and SQL run. They end after all that uses them: Spring would stop them among
 * the lifecycles, before a replica has said on them that it leaves.
 */
final class EventLoops extends ReactorResourceFactory {

    EventLoops() {
        setShutdownQuietPeriod(Duration.ZERO); // by then nobody has any work left
    }

    @Override
    public void stop() {
        // see destroy
    }

    @Override
    public void destroy() {
        super.stop();
    }
}
