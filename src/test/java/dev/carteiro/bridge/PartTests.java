package dev.carteiro.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class PartTests {

    private static List<Part> parts(String attachments, String text) {
        String body = "{\"attachments\": [" + attachments + "]}";
        return Part.of(Written.of(body.getBytes(StandardCharsets.UTF_8)), text);
    }

    private static String file(int id, String type, String url) {
        return "{\"id\": %d, \"file_type\": \"%s\", \"data_url\": \"%s\"}".formatted(id, type, url);
    }

    @Test
    void isTheTextWhereThatIsAll() {
        assertThat(parts("", "Oi")).containsExactly(new Part.Text("Oi"));
        assertThat(parts("", " ")).isEmpty();
    }

    @Test
    void putsTheTextOnTheFirstFileOnly() {
        List<Part> parts = parts(
                file(1, "image", "http://c/foto%20nova.png?x=1") + "," + file(2, "file", "http://c/lista.pdf"),
                "Segue");
        assertThat(parts).extracting(Part::key).containsExactly("file 1", "file 2");
        assertThat(parts).map(part -> ((Part.File) part).caption()).containsExactly("Segue", null);
        assertThat(parts).map(part -> ((Part.File) part).name()).containsExactly("foto nova.png", "lista.pdf");
        assertThat(parts).map(part -> ((Part.File) part).type()).containsExactly("image", "document");
    }

    @Test
    void sendsTheTextBeforeAVoiceWhichCanHaveNone() {
        assertThat(parts(file(1, "audio", "http://c/voz.ogg"), "Ouça"))
                .extracting(Part::key)
                .containsExactly("text", "file 1");
    }

    @Test
    void keepsPlacesApartFromTheTextAndEachOther() {
        String place =
                "{\"id\": %d, \"file_type\": \"location\", \"fallback_title\": \"MASP\", \"coordinates_lat\": -23.5, \"coordinates_long\": -46.6}";
        assertThat(parts(place.formatted(1) + "," + place.formatted(2), "Aqui"))
                .extracting(Part::key)
                .containsExactly("text", "place 1", "place 2");
    }

    @Test
    void saysTheSameAsWhatWhatsAppMakesOfIt() {
        assertThat(new Part.Text("Bom  dia\n").words()).isEqualTo(Said.text("Bom dia"));
        Part.File photo = (Part.File)
                parts(file(1, "image", "http://c/foto.png"), "Segue").getFirst();
        assertThat(photo.words()).isEqualTo(Said.file(dev.carteiro.event.MediaKind.IMAGE, "Segue"));
    }
}
