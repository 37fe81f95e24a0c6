package dev.carteiro.network;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.carteiro.config.ConfigTree;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CallersTests {

    private final Callers callers = new Callers();

    @CanIgnoreReturnValue
    private ConfigTree trust(String blocks) {
        ConfigTree tree = ConfigTree.of("carteiro:\n  trusted-proxies: " + blocks + "\n", name -> null);
        callers.prepare(tree).run();
        return tree;
    }

    private String caller(String peer, String... forwarded) {
        InetSocketAddress address = new InetSocketAddress(InetAddress.ofLiteral(peer), 4_711);
        return callers.of(Optional.of(address), List.of(forwarded)).getHostAddress();
    }

    @Test
    void believesNobodyByDefault() {
        assertThat(caller("198.51.100.1", "203.0.113.7")).isEqualTo("198.51.100.1");
    }

    @Test
    void believesATrustedProxy() {
        trust("[10.0.0.0/8]");
        assertThat(caller("10.1.2.3", "203.0.113.7")).isEqualTo("203.0.113.7");
        assertThat(caller("198.51.100.1", "203.0.113.7")).isEqualTo("198.51.100.1");
        assertThat(caller("10.1.2.3")).isEqualTo("10.1.2.3");
    }

    @Test
    void readsFromTheRightAsFarAsTrustedProxiesHaveWritten() {
        trust("[10.0.0.0/8, \"2001:db8::/32\"]");
        assertThat(caller("10.1.2.3", "1.1.1.1, 203.0.113.7, 10.9.9.9")).isEqualTo("203.0.113.7");
        assertThat(caller("10.1.2.3", "1.1.1.1", "203.0.113.7 ,2001:db8::5")).isEqualTo("203.0.113.7");
        assertThat(caller("10.1.2.3", "10.4.4.4, 10.5.5.5")).isEqualTo("10.4.4.4");
    }

    @Test
    void stopsAtWhatIsNoAddress() {
        trust("[10.0.0.0/8]");
        assertThat(caller("10.1.2.3", "203.0.113.7, unknown")).isEqualTo("10.1.2.3");
        assertThat(caller("10.1.2.3", "203.0.113.7, unknown, 10.2.2.2")).isEqualTo("10.2.2.2");
        assertThat(caller("10.1.2.3", "")).isEqualTo("10.1.2.3");
        assertThat(caller("10.1.2.3", "example.com")).isEqualTo("10.1.2.3");
    }

    @Test
    void saysWhichBlockIsNone() {
        assertThat(trust("[10.0.0.0/8, 10.0.0.0/33]").problems())
                .singleElement()
                .asString()
                .contains("\"10.0.0.0/33\" is no address and no block of addresses");
    }
}
