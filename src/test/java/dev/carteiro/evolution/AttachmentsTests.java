package dev.carteiro.evolution;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AttachmentsTests {

    private static final List<byte[]> BYTES = List.of(new byte[] {1, 2, 3}, new byte[] {-1}, new byte[0]);

    private static String filled(String json) {
        return new String(
                        Attachments.into(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8), BYTES),
                        StandardCharsets.UTF_8)
                .replace('"', '\'');
    }

    @Test
    void fillsPlaceholdersHoweverDeepTheyAre() {
        assertThat(filled("{'a':[{'b':{'_placeholder':true,'num':1}},[{'num':0,'_placeholder':true}]],'c':1}"))
                .isEqualTo("{'a':[{'b':'/w=='},['AQID']],'c':1}");
    }

    @Test
    void fillsAPlaceholderThatIsEverything() {
        assertThat(filled("{'_placeholder':true,'num':0}")).isEqualTo("'AQID'");
    }

    @Test
    void usesTheSameBytesInSeveralPlaces() {
        assertThat(filled("[{'_placeholder':true,'num':2},{'_placeholder':true,'num':2}]"))
                .isEqualTo("['','']");
    }

    @ParameterizedTest
    @ValueSource(strings = {"3", "-1", "99999999999", "'x'", "null", "1.5"})
    void makesNullOfANumberThatThereIsNot(String number) {
        assertThat(filled("{'a':{'_placeholder':true,'num':" + number + "}}")).isEqualTo("{'a':null}");
        assertThat(filled("{'a':{'_placeholder':true}}")).isEqualTo("{'a':null}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'_placeholder':false,'num':0}", "{'num':0}", "['_placeholder']", "{'_placeholder':{}}"})
    void leavesWhatIsNoPlaceholder(String json) {
        assertThat(filled(json)).isEqualTo(json);
    }
}
