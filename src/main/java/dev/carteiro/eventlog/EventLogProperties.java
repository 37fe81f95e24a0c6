package dev.carteiro.eventlog;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long things are kept.
 *
 * @param retention events and attempts; whole days, in UTC
 * @param seenRetention idempotency keys: a copy that comes later than this counts as new
 */
@ConfigurationProperties("carteiro")
record EventLogProperties(
        @DefaultValue("30d") Duration retention,
        @DefaultValue("48h") Duration seenRetention) {}
