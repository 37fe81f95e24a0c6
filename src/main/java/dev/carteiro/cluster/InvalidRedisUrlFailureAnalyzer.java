package dev.carteiro.cluster;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Shows the sentence on the console. */
final class InvalidRedisUrlFailureAnalyzer extends AbstractFailureAnalyzer<InvalidRedisUrlException> {

    @Override
    protected FailureAnalysis analyze(Throwable failure, InvalidRedisUrlException cause) {
        return new FailureAnalysis(cause.getMessage(), "Correct CARTEIRO_REDIS_URL and start again.", cause);
    }
}
