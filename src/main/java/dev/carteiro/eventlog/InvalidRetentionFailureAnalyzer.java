package dev.carteiro.eventlog;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Shows the sentence on the console; comes before the analyzer that would show how properties are bound. */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class InvalidRetentionFailureAnalyzer extends AbstractFailureAnalyzer<InvalidRetentionException> {

    @Override
    protected FailureAnalysis analyze(Throwable failure, InvalidRetentionException cause) {
        return new FailureAnalysis(cause.getMessage(), "Correct it and start again.", cause);
    }
}
