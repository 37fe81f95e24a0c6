package dev.carteiro.config;

import java.util.function.Supplier;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Says when the file cannot be used; the status stays up, since the last good configuration works on. */
final class ConfigHealth implements HealthIndicator {

    private final Supplier<ConfigStatus> status;

    ConfigHealth(Supplier<ConfigStatus> status) {
        this.status = status;
    }

    @Override
    public Health health() {
        ConfigStatus now = status.get();
        Health.Builder health = Health.up().withDetail("file", now.file());
        if (!now.problems().isEmpty()) {
            return health.withDetail("configuration", "last good kept")
                    .withDetail("problems", now.problems())
                    .build();
        }
        return health.withDetail("configuration", now.fromFile() ? "in force" : "no file, defaults")
                .build();
    }
}
