package dev.carteiro.config;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Shows the sentence on the console instead of a stack trace. */
final class UnreadableVariableFailureAnalyzer extends AbstractFailureAnalyzer<UnreadableVariableException> {

    @Override
    protected FailureAnalysis analyze(Throwable failure, UnreadableVariableException cause) {
        return new FailureAnalysis(
                cause.sentence() + ".", "Correct the variable, or mount the file, and start again.", cause);
    }
}
