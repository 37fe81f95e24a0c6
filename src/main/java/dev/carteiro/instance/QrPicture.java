package dev.carteiro.instance;

import com.google.zxing.BarcodeFormat;
import com.google.zxing.EncodeHintType;
import com.google.zxing.WriterException;
import com.google.zxing.common.BitMatrix;
import com.google.zxing.qrcode.QRCodeWriter;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;

/** A code as a PNG: the gateway's own picture where it sent one, else one that is drawn. Computes; not for event loops. */
public final class QrPicture {

    private static final int PIXELS = 512;
    private static final int QUIET_ZONE = 4; // modules, as ISO/IEC 18004 asks
    private static final String PNG = "data:image/png;base64,";
    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G'};

    static {
        ImageIO.setUseCache(false); // a picture of some KB needs no file
    }

    private QrPicture() {}

    /** Null where there is nothing to be seen: a code that can only be typed. */
    public static byte @Nullable [] png(QrCode code) {
        byte[] sent = sent(code.image());
        if (sent != null) {
            return sent;
        }
        return code.code() == null ? null : drawn(code.code());
    }

    /** The same as a data URI. */
    public static @Nullable String dataUri(QrCode code) {
        byte[] png = png(code);
        return png == null ? null : PNG + Base64.getEncoder().encodeToString(png);
    }

    /** What the gateway sent is believed only where it is a PNG: it is shown to browsers. */
    private static byte @Nullable [] sent(@Nullable String image) {
        if (image == null || !image.regionMatches(true, 0, PNG, 0, PNG.length())) {
            return null;
        }
        try {
            byte[] bytes = Base64.getMimeDecoder().decode(image.substring(PNG.length()));
            boolean png = bytes.length > SIGNATURE.length
                    && java.util.Arrays.equals(bytes, 0, SIGNATURE.length, SIGNATURE, 0, SIGNATURE.length);
            return png ? bytes : null;
        } catch (IllegalArgumentException notBase64) {
            return null;
        }
    }

    /** To name a character set is an extension that not every phone knows, and what WhatsApp wants read is ASCII. */
    private static Map<EncodeHintType, Object> hints(String text) {
        return StandardCharsets.US_ASCII.newEncoder().canEncode(text)
                ? Map.of(EncodeHintType.MARGIN, QUIET_ZONE)
                : Map.of(EncodeHintType.MARGIN, QUIET_ZONE, EncodeHintType.CHARACTER_SET, "UTF-8");
    }

    private static byte @Nullable [] drawn(String text) {
        try {
            BitMatrix modules = new QRCodeWriter().encode(text, BarcodeFormat.QR_CODE, PIXELS, PIXELS, hints(text));
            BufferedImage image =
                    new BufferedImage(modules.getWidth(), modules.getHeight(), BufferedImage.TYPE_BYTE_BINARY);
            for (int y = 0; y < modules.getHeight(); y++) {
                for (int x = 0; x < modules.getWidth(); x++) {
                    image.setRGB(x, y, modules.get(x, y) ? 0xFF000000 : 0xFFFFFFFF);
                }
            }
            ByteArrayOutputStream png = new ByteArrayOutputStream();
            if (!ImageIO.write(image, "png", png)) {
                throw new IllegalStateException("this Java runtime writes no PNG");
            }
            return png.toByteArray();
        } catch (WriterException | IllegalArgumentException tooLong) {
            return null; // longer than a QR code can be, so it is none
        } catch (IOException memoryHasNone) {
            throw new UncheckedIOException(memoryHasNone);
        }
    }
}
