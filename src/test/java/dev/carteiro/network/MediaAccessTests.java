package dev.carteiro.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.carteiro.config.ConfigTree;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MediaAccessTests {

    private final MediaAccess access = new MediaAccess();

    private List<String> problems(String yaml) {
        ConfigTree tree = ConfigTree.of(yaml, variable -> null);
        Runnable commit = access.prepare(tree);
        if (tree.problems().isEmpty()) {
            commit.run();
        }
        return tree.problems();
    }

    private boolean allowsAddress(String address) {
        return access.current().containsAddress(InetAddress.ofLiteral(address));
    }

    @Test
    void allowsHostsWhatIsBelowADomainAndAddresses() {
        assertThat(problems("""
                carteiro:
                  media:
                    allow: [MinIO, storage_1, "*.example.com", 10.1.0.0/16, 192.168.0.7, "fd00::/8"]
                """)).isEmpty();
        AllowList allowed = access.current();
        assertThat(List.of("minio", "MINIO", "minio.", "storage_1", "a.example.com", "a.b.Example.com."))
                .allMatch(allowed::containsHost);
        assertThat(List.of("minio2", "example.com", "badexample.com", "minio.example.org", "10.1.2.3", ""))
                .noneMatch(allowed::containsHost);
        assertThat(List.of("10.1.2.3", "192.168.0.7", "fd00::1")).allMatch(this::allowsAddress);
        assertThat(List.of("10.2.0.1", "192.168.0.8", "fe80::1", "127.0.0.1")).noneMatch(this::allowsAddress);
    }

    @Test
    void allowsNothingWhereNothingIsSaid() {
        assertThat(problems("carteiro: { media: { allow: minio } }")).isEmpty();
        assertThat(access.current().containsHost("minio")).isTrue();
        assertThat(problems("carteiro: { media: {} }")).isEmpty();
        assertThat(access.current().containsHost("minio")).isFalse();
        assertThat(problems("carteiro: { media: { allow: minio } }")).isEmpty();
        assertThat(problems("carteiro: {}")).isEmpty();
        assertThat(access.current().containsHost("minio")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*",
                "*.",
                "http://minio",
                "minio:9000",
                "10.1",
                "10.0.0.0/33",
                "a b",
                "a.*.com",
                "-a",
                "minio/",
                "1.2.3.4.5"
            })
    void namesTheEntryThatIsNone(String entry) {
        assertThat(problems("carteiro:\n  media:\n    allow:\n      - minio\n      - \"" + entry + "\"\n"))
                .containsExactly(
                        "carteiro.yml:5: carteiro.media.allow[1]: \"" + entry + "\" is no host such as minio or"
                                + " *.example.com, and no address or block of addresses such as 10.0.0.0/8");
        assertThat(access.current().containsHost("minio")).isFalse();
        assertThatIllegalArgumentException().isThrownBy(() -> AllowList.of(List.of(entry)));
    }

    @Test
    void knowsItsKeys() {
        assertThat(problems("carteiro:\n  media:\n    alow: [minio]\n"))
                .containsExactly(
                        "carteiro.yml:3: carteiro.media.alow: no such key; did you mean \"allow\"? (known: allow)");
    }
}
