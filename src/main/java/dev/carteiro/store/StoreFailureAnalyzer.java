package dev.carteiro.store;

import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;

/** Says in a sentence why there is no database, where a stack trace would not help. */
final class StoreFailureAnalyzer implements FailureAnalyzer {

    private static final String NO_BINARIES = "Missing embedded postgres binaries";

    @Override
    public @Nullable FailureAnalysis analyze(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            FailureAnalysis analysis = judge(cause);
            if (analysis != null) {
                return analysis;
            }
        }
        return null;
    }

    private static @Nullable FailureAnalysis judge(Throwable cause) {
        if (cause instanceof DataFolderInUseException) {
            return new FailureAnalysis(
                    cause.getMessage(), "Stop the other one, or set CARTEIRO_DATA to a folder of its own.", cause);
        }
        if (cause instanceof InvalidDatabaseUrlException) {
            return new FailureAnalysis(cause.getMessage(), "Correct CARTEIRO_DATABASE_URL and start again.", cause);
        }
        if (String.valueOf(cause.getMessage()).contains(NO_BINARIES)) {
            return new FailureAnalysis(
                    "This build has no PostgreSQL inside for this machine, and CARTEIRO_DATABASE_URL is not set.",
                    "Set CARTEIRO_DATABASE_URL=postgresql://user:password@host:5432/database, or use a build with one.",
                    cause);
        }
        if (cause instanceof FlywayException) {
            return new FailureAnalysis(
                    "The database cannot be used: " + cause.getMessage(),
                    "See that CARTEIRO_DATABASE_URL is right and that the database is up, then start again.",
                    cause);
        }
        return null;
    }
}
