package dev.carteiro.eventlog;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DurationUnit;

/**
 * How long things are kept; throws {@link InvalidRetentionException} where that makes no sense.
 *
 * @param retention events and attempts; whole days, in UTC
 * @param seenRetention idempotency keys: a copy that comes later than this counts as new
 */
@ConfigurationProperties("carteiro")
record EventLogProperties(
        @DefaultValue("7d") @DurationUnit(ChronoUnit.DAYS) Duration retention,
        @DefaultValue("48h") Duration seenRetention) {

    private static final Duration DAY = Duration.ofDays(1);

    /** Beyond it there are no days that a database could count. */
    private static final Duration CENTURY = Duration.ofDays(36_500);

    EventLogProperties {
        boolean wholeDays = retention.equals(Duration.ofDays(retention.toDays()));
        if (!wholeDays || retention.compareTo(DAY) < 0 || retention.compareTo(CENTURY) > 0) {
            throw new InvalidRetentionException(
                    "CARTEIRO_RETENTION", retention, "give whole days, from 1d to 36500d, such as 7d");
        }
        if (!seenRetention.isPositive() || seenRetention.compareTo(CENTURY) > 0) {
            throw new InvalidRetentionException(
                    "CARTEIRO_SEEN_RETENTION", seenRetention, "give a time above zero, up to 36500d, such as 48h");
        }
    }
}
