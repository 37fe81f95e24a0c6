package dev.carteiro.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carteiro.event.Content;
import dev.carteiro.event.MediaFile;
import dev.carteiro.event.MediaKind;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MimesTests {

    @Test
    void cleansTypesOfParameters() {
        assertThat(Mimes.clean("Audio/OGG; codecs=opus")).isEqualTo("audio/ogg");
        assertThat(Mimes.clean(" image/jpeg ")).isEqualTo("image/jpeg");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "image/png; q=1,a.jpg,image/png",
                "application/octet-stream,a.PDF,application/pdf",
                "binary/octet-stream,a.b.xlsx,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                "-,a.opus,audio/ogg",
                "nonsense,a.jpeg,image/jpeg",
                "-,a.unheard,application/octet-stream",
                "-,a,application/octet-stream",
                "-,-,application/octet-stream",
            })
    void takesTheTypeFromTheNameWhereTheHeaderTellsNone(
            @Nullable String header, @Nullable String fileName, String mimetype) {
        assertThat(Mimes.mimetype(header, fileName)).isEqualTo(mimetype);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "IMAGE,image/png,a.png,image",
                "IMAGE,-,a.GIF,document",
                "IMAGE,image/gif,-,document",
                "IMAGE,image/svg+xml,a,document",
                "IMAGE,-,a.tif,document",
                "DOCUMENT,-,a.dwg,document",
                "VIDEO,video/mp4,a.mp4,video",
                "AUDIO,audio/ogg; codecs=opus,a.ogg,audio",
                "STICKER,image/webp,-,image",
                "DOCUMENT,application/pdf,-,document",
            })
    void sendsAsADocumentWhatWhatsAppCannotShow(
            MediaKind kind, @Nullable String mimetype, @Nullable String fileName, String mediatype) {
        assertThat(Mimes.mediatype(kind, new MediaFile(mimetype, fileName, null, null, null)))
                .isEqualTo(mediatype);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "DOCUMENT,application/pdf,contrato.pdf,contrato.pdf",
                "DOCUMENT,application/pdf,contrato,contrato.pdf",
                "DOCUMENT,-,contrato,contrato",
                "DOCUMENT,application/pdf,../../etc/passwd,_.._etc_passwd",
                "DOCUMENT,application/pdf,C:\\tmp\\a.pdf,C__tmp_a.pdf",
                "DOCUMENT,application/pdf,..,3EB0A.pdf",
                "AUDIO,audio/ogg; codecs=opus,-,3EB0A.ogg",
                "IMAGE,-,-,3EB0A.jpg",
                "STICKER,image/webp,-,3EB0A.webp",
                "DOCUMENT,application/x-unheard,-,3EB0A",
                "IMAGE,image/png,Foto de 10. de maio de 2026,Foto de 10. de maio de 2026.png",
            })
    void namesFilesAsTheyAreCalledElseByTheirMessage(
            MediaKind kind, @Nullable String mimetype, @Nullable String fileName, String name) {
        assertThat(name(kind, mimetype, fileName)).isEqualTo(name);
    }

    @Test
    void letsNoNameHideItsEnd() {
        assertThat(name(MediaKind.DOCUMENT, null, "a\u202efdp.exe\r\n")).isEqualTo("afdp.exe");
        assertThat(name(MediaKind.DOCUMENT, null, "a\"b\0.pdf")).isEqualTo("a_b.pdf");
    }

    @Test
    void keepsTheExtensionOfNamesThatAreTooLong() {
        assertThat(name(MediaKind.DOCUMENT, null, "é".repeat(300) + ".pdf"))
                .hasSize(120)
                .endsWith("é.pdf");
        assertThat(name(MediaKind.IMAGE, "image/png", "😀".repeat(300)))
                .hasSizeLessThanOrEqualTo(120)
                .endsWith("😀.png");
    }

    private static String name(MediaKind kind, @Nullable String mimetype, @Nullable String fileName) {
        return Mimes.fileName(
                new Content.Media(kind, new MediaFile(mimetype, fileName, null, null, null), null), "3EB0A");
    }
}
