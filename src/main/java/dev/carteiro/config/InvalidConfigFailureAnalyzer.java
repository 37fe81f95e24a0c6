package dev.carteiro.config;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Shows the sentences on the console instead of a stack trace. */
final class InvalidConfigFailureAnalyzer extends AbstractFailureAnalyzer<InvalidConfigException> {

    @Override
    protected FailureAnalysis analyze(Throwable failure, InvalidConfigException cause) {
        return new FailureAnalysis(cause.getMessage(), "Correct what is named above and start again.", cause);
    }
}
