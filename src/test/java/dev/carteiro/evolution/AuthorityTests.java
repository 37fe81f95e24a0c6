package dev.carteiro.evolution;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AuthorityTests {

    @ParameterizedTest
    @CsvSource({
        "http://evo.example,               evo.example,   80",
        "https://evo.example,              evo.example,   443",
        "HTTPS://evo.example,              evo.example,   443",
        "http://evo.example:8080,          evo.example,   8080",
        "https://evo.example:80/,          evo.example,   80",
        "http://evo.example:,              evo.example,   80",
        "http://evolution_api:8080,        evolution_api, 8080",
        "http://evolution_api,             evolution_api, 80",
        "https://evolution_api/wa:7/x:8,   evolution_api, 443",
        "http://10.0.0.7:8080/evo/,        10.0.0.7,      8080",
        "http://[fd00::7],                 fd00::7,       80",
        "https://[fd00::7]:8443/evo,       fd00::7,       8443",
        "http://[::1]:,                    ::1,           80"
    })
    void isTheHostAndThePort(URI url, String host, int port) {
        assertThat(Authority.of(url)).isEqualTo(new Authority(host, port));
    }
}
