package dev.carteiro.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BridgedTests {

    @ParameterizedTest
    @CsvSource({
        "status@broadcast, '', true",
        "1203@newsletter, '', true",
        "5511988887777@s.whatsapp.net, '', false",
        "5511988887777@s.whatsapp.net, 5511988887777@s.whatsapp.net, true",
        "5511988887777@s.whatsapp.net, @g.us, false",
        "1203@g.us, @g.us, true",
        "777@lid, @s.whatsapp.net, true",
        "777@lid, @g.us, false"
    })
    void leavesAloneWhatIsNotToBeHeardEither(String chat, String ignore, boolean ignored) {
        assertThat(Bridged.leavesAlone(chat, ignore.isEmpty() ? List.of() : List.of(ignore)))
                .isEqualTo(ignored);
    }
}
