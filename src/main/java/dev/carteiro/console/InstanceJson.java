package dev.carteiro.console;

import dev.carteiro.event.Canonical;
import dev.carteiro.instance.Creation;
import dev.carteiro.instance.Instance;
import dev.carteiro.instance.Pairing;
import dev.carteiro.instance.QrCode;
import dev.carteiro.instance.QrPicture;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** WhatsApp instances as the API shows them. */
final class InstanceJson {

    private InstanceJson() {}

    static Map<String, @Nullable Object> of(Instance instance) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("name", instance.name());
        json.put("source", instance.source());
        json.put("state", instance.state());
        json.put("reason", instance.reason());
        json.put("stateAt", time(instance.stateAt()));
        json.put("number", instance.number());
        json.put("profileName", instance.profileName());
        json.put("qrAvailable", instance.qrCode() != null);
        json.put("lastEventAt", time(instance.lastEventAt()));
        return json;
    }

    /** Draws where there is nothing but a code to be drawn: not for event loops. */
    static Map<String, @Nullable Object> of(Pairing.Ready ready) {
        QrCode code = ready.code();
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("available", true);
        json.put("image", QrPicture.dataUri(code));
        json.put("code", code.code());
        json.put("pairingCode", code.pairingCode());
        json.put("expiresAt", time(code.expiresAt()));
        return json;
    }

    static Map<String, @Nullable Object> of(Pairing.None none) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("available", false);
        json.put("state", none.state());
        json.put("reason", none.reason());
        return json;
    }

    /** {@code qr} as it is shown by itself; {@code notes} are for people. */
    static Map<String, @Nullable Object> of(Creation creation) {
        Map<String, @Nullable Object> json = of(creation.instance());
        json.put(
                "qr",
                switch (creation.pairing()) {
                    case Pairing.Ready ready -> of(ready);
                    case Pairing.None none -> of(none);
                    case Pairing.Failed failed ->
                        of(new Pairing.None(null, failed.failure().reason()));
                });
        json.put("notes", creation.notes());
        return json;
    }

    private static @Nullable String time(@Nullable Instant instant) {
        return instant == null ? null : Canonical.time(instant);
    }
}
