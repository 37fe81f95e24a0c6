package dev.carteiro.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carteiro.instance.Creation;
import dev.carteiro.instance.Failure;
import dev.carteiro.instance.Instance;
import dev.carteiro.instance.Pairing;
import dev.carteiro.instance.QrCode;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class InstanceJsonTests {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");
    private static final String PICTURE = "data:image/png;base64,iVBORw0KGgoAAAA=";
    private static final QrCode CODE = new QrCode(PICTURE, "2@AbC", "WZYEH1YY", NOW);

    private static Instance instance(@Nullable QrCode code) {
        return new Instance("evo-1", "acme", "connecting", "408", NOW, "+5511988887777", "Acme", code, null);
    }

    private static String written(Object json) {
        return JsonMapper.shared().writeValueAsString(json).replace('"', '\'');
    }

    @Test
    void showsAnInstanceWithoutItsCode() {
        assertThat(written(InstanceJson.of(instance(CODE))))
                .isEqualTo("{'name':'acme','source':'evo-1','state':'connecting','reason':'408',"
                        + "'stateAt':'2026-01-02T03:04:05.678Z','number':'+5511988887777','profileName':'Acme',"
                        + "'qrAvailable':true,'lastEventAt':null}");
    }

    @Test
    void showsWhatIsNotKnownAsNull() {
        Instance unknown = new Instance("evo-1", "acme", null, null, null, null, null, null, NOW);
        assertThat(written(InstanceJson.of(unknown)))
                .isEqualTo("{'name':'acme','source':'evo-1','state':null,'reason':null,'stateAt':null,'number':null,"
                        + "'profileName':null,'qrAvailable':false,'lastEventAt':'2026-01-02T03:04:05.678Z'}");
    }

    @Test
    void showsACodeWithItsPicture() {
        assertThat(written(InstanceJson.of(new Pairing.Ready(CODE))))
                .isEqualTo("{'available':true,'image':'" + PICTURE + "','code':'2@AbC','pairingCode':'WZYEH1YY',"
                        + "'expiresAt':'2026-01-02T03:05:05.678Z'}");
    }

    @Test
    void drawsThePictureWhereNoneCame() {
        assertThat(InstanceJson.of(new Pairing.Ready(new QrCode(null, "2@AbC", null, NOW))))
                .hasEntrySatisfying(
                        "image", image -> assertThat(String.valueOf(image)).startsWith("data:image/png;base64,"))
                .containsEntry("pairingCode", null);
    }

    @Test
    void showsWhyThereIsNoCode() {
        assertThat(written(InstanceJson.of(new Pairing.None("open", "It is connected."))))
                .isEqualTo("{'available':false,'state':'open','reason':'It is connected.'}");
    }

    @Test
    void showsWhatCameOfMakingAnInstance() {
        assertThat(InstanceJson.of(new Creation(instance(null), new Pairing.Ready(CODE), List.of("A note."))))
                .containsEntry("name", "acme")
                .containsEntry("qr", InstanceJson.of(new Pairing.Ready(CODE)))
                .containsEntry("notes", List.of("A note."));
        Pairing.Failed failed = new Pairing.Failed(new Failure(Failure.Kind.BROKEN, "It failed."));
        assertThat(InstanceJson.of(new Creation(instance(null), failed, List.of())))
                .containsEntry("qr", InstanceJson.of(new Pairing.None(null, "It failed.")))
                .containsEntry("notes", List.of());
        Pairing.None none = new Pairing.None("connecting", "There is none yet.");
        assertThat(InstanceJson.of(new Creation(instance(null), none, List.of())))
                .containsEntry("qr", InstanceJson.of(none));
    }
}
