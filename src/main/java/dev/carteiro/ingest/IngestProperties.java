package dev.carteiro.ingest;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What the front door lets in, and for how long at the end.
 *
 * @param maxBody of one request; a WhatsApp history or a video in base64 is tens of megabytes
 * @param drain how long requests are taken after the end was asked for, while readiness is down already
 */
@ConfigurationProperties("carteiro")
record IngestProperties(
        @DefaultValue("64MB") DataSize maxBody,
        @DefaultValue("0s") Duration drain) {

    /** Spring gives each step of an end 30 s. */
    private static final Duration LONGEST_DRAIN = Duration.ofSeconds(25);

    IngestProperties {
        if (drain.isNegative() || drain.compareTo(LONGEST_DRAIN) > 0) {
            throw new IllegalArgumentException("CARTEIRO_DRAIN is " + drain + ": give 0s to 25s, such as 5s.");
        }
    }
}
