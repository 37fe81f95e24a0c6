package dev.carteiro.instance;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.ReaderException;
import com.google.zxing.Result;
import com.google.zxing.ResultMetadataType;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Objects;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QrPictureTests {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final String PNG = "data:image/png;base64,";

    /** As long as WhatsApp's are. */
    private static final String CODE = "2@" + "AbC9+/=,".repeat(30);

    private static QrCode code(@Nullable String image, @Nullable String code) {
        return new QrCode(image, code, "WZYEH1YY", NOW);
    }

    private static byte[] png(@Nullable String image, @Nullable String code) {
        return Objects.requireNonNull(QrPicture.png(code(image, code)));
    }

    private static Result read(byte[] png) {
        try {
            BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
            int width = image.getWidth();
            int[] pixels = image.getRGB(0, 0, width, image.getHeight(), null, 0, width);
            return new QRCodeReader()
                    .decode(new BinaryBitmap(
                            new HybridBinarizer(new RGBLuminanceSource(width, image.getHeight(), pixels))));
        } catch (IOException | ReaderException none) {
            throw new AssertionError("no picture of a code", none);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2@AbC,def+/ghi=,jkl=,mno=,1", "x", "ação, 日本 😀"})
    void drawsWhatAPhoneReads(String code) {
        assertThat(read(png(null, code)).getText()).isEqualTo(code);
    }

    @Test
    void drawsACodeAsLongAsWhatsAppsWithNothingThatAPhoneMayNotKnow() {
        Result read = read(png(null, CODE));
        assertThat(read.getText()).isEqualTo(CODE);
        assertThat(read.getResultMetadata())
                .as("no extended channel interpretation")
                .containsEntry(ResultMetadataType.SYMBOLOGY_IDENTIFIER, "]Q1");
    }

    @Test
    void showsThePictureThatTheGatewaySent() {
        byte[] sent = png(null, "2@other");
        assertThat(png(PNG + base64(sent), CODE)).isEqualTo(sent);
        assertThat(png("DATA:image/PNG;base64," + base64(sent), CODE)).isEqualTo(sent);
        assertThat(png(PNG + Base64.getMimeEncoder().encodeToString(sent), null))
                .isEqualTo(sent);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no data URI",
                "data:image/png;base64,",
                "data:image/png;base64,%%%",
                "data:image/png;base64,iVBORw",
                "data:image/png;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==",
                "data:image/jpeg;base64,/9j/4AAQSkZJRgABAQ==",
                "data:image/svg+xml;base64,PHN2Zy8+",
                "data:text/html,<script>alert(1)</script>"
            })
    void drawsWhereWhatTheGatewaySentIsNoPng(String image) {
        assertThat(read(png(image, CODE)).getText()).isEqualTo(CODE);
        assertThat(QrPicture.png(code(image, null))).isNull();
    }

    @Test
    void hasNoPictureOfWhatCanOnlyBeTyped() {
        assertThat(QrPicture.png(code(null, null))).isNull();
        assertThat(QrPicture.dataUri(code(null, null))).isNull();
    }

    @Test
    void hasNoPictureOfWhatIsTooLongForOne() {
        assertThat(QrPicture.png(code(null, "x".repeat(3_000)))).isNull();
        assertThat(QrPicture.png(code(null, ""))).isNull();
    }

    @Test
    void isADataUriToo() {
        assertThat(QrPicture.dataUri(code(null, CODE))).isEqualTo(PNG + base64(png(null, CODE)));
        assertThat(new String(png(null, CODE), 1, 3, StandardCharsets.US_ASCII)).isEqualTo("PNG");
    }
}
