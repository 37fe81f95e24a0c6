package dev.carteiro.signature;

import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HMAC-SHA256 under one key, for use from any thread. */
final class Hmac {

    private static final String ALGORITHM = "HmacSHA256";

    /** Never updated: each thread works on a copy, which costs less than looking the algorithm up and setting the key. */
    private final Mac keyed;

    private final ThreadLocal<Mac> copies = ThreadLocal.withInitial(this::copy);

    Hmac(byte[] key) {
        if (key.length == 0) {
            throw new IllegalArgumentException("A signing secret must not be empty");
        }
        try {
            keyed = Mac.getInstance(ALGORITHM);
            keyed.init(new SecretKeySpec(key, ALGORITHM));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This JVM has no " + ALGORITHM, e);
        }
    }

    byte[] of(byte[]... parts) {
        Mac mac = copies.get();
        for (byte[] part : parts) {
            mac.update(part);
        }
        return mac.doFinal(); // and is as new again
    }

    private Mac copy() {
        try {
            return (Mac) keyed.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("This JVM's " + ALGORITHM + " cannot be copied", e);
        }
    }
}
