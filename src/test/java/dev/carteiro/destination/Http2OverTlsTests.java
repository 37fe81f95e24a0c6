package dev.carteiro.destination;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carteiro.fake.FakeLoops;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.netty.resolver.DefaultAddressResolverGroup;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.Http11SslContextSpec;
import reactor.netty.http.Http2SslContextSpec;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.tcp.SslProvider;
import reactor.test.StepVerifier;

class Http2OverTlsTests {

    private static final String PASSWORD = "of-a-test";

    @TempDir
    private static Path folder;

    private static KeyStore keys() throws Exception {
        Path file = folder.resolve("keys.p12");
        if (!Files.exists(file)) {
            String keytool =
                    Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
            int exit = new ProcessBuilder(
                            keytool,
                            "-genkeypair",
                            "-alias",
                            "peer",
                            "-keyalg",
                            "EC",
                            "-dname",
                            "CN=localhost",
                            "-storetype",
                            "PKCS12",
                            "-keystore",
                            file.toString(),
                            "-storepass",
                            PASSWORD)
                    .inheritIO()
                    .start()
                    .waitFor();
            assertThat(exit).isZero();
        }
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        return keys;
    }

    private static DisposableServer server(HttpProtocol... protocols) throws Exception {
        KeyStore keys = keys();
        PrivateKey key = (PrivateKey) keys.getKey("peer", PASSWORD.toCharArray());
        X509Certificate certificate = (X509Certificate) keys.getCertificate("peer");
        SslProvider.GenericSslContextSpec<SslContextBuilder> tls = protocols.length > 1
                ? Http2SslContextSpec.forServer(key, certificate)
                : Http11SslContextSpec.forServer(key, certificate);
        return FakeLoops.server()
                .protocol(protocols)
                .secure(spec -> spec.sslContext(tls))
                .handle((request, response) -> response.sendString(Mono.just(request.protocol())))
                .bindNow(Duration.ofSeconds(10));
    }

    private static void trustAll(SslContextBuilder builder) {
        builder.trustManager(InsecureTrustManagerFactory.INSTANCE);
    }

    @ParameterizedTest
    @CsvSource({"H2, true, HTTP/2.0", "H2, false, HTTP/1.1", "HTTP11, true, HTTP/1.1"})
    void agreesWithTheServerOnWhatBothSpeak(HttpProtocol offered, boolean http2, String spoken) throws Exception {
        HttpProtocol[] protocols = offered == HttpProtocol.H2
                ? new HttpProtocol[] {HttpProtocol.H2, HttpProtocol.HTTP11}
                : new HttpProtocol[] {HttpProtocol.HTTP11};
        DisposableServer server = server(protocols);
        String url = "https://127.0.0.1:" + server.port() + "/";
        HttpClient client = new HttpClients(
                        ConnectionProvider.newConnection(), DefaultAddressResolverGroup.INSTANCE, Duration.ofSeconds(3))
                .speaking(http2)
                .apply(url);
        SslProvider.GenericSslContextSpec<SslContextBuilder> tls = http2
                ? Http2SslContextSpec.forClient().configure(Http2OverTlsTests::trustAll)
                : Http11SslContextSpec.forClient().configure(Http2OverTlsTests::trustAll);
        StepVerifier.create(client.secure(spec -> spec.sslContext(tls))
                        .post()
                        .uri(url)
                        .responseContent()
                        .aggregate()
                        .asString())
                .expectNext(spoken)
                .expectComplete()
                .verify(Duration.ofSeconds(20));
        server.disposeNow(Duration.ofSeconds(10));
    }
}
