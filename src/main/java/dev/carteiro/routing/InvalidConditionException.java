package dev.carteiro.routing;

import java.util.List;

/** A condition that cannot be compiled; each sentence tells one reason. */
final class InvalidConditionException extends RuntimeException {

    private final List<String> sentences;

    InvalidConditionException(List<String> sentences) {
        super(String.join("\n", sentences), null, false, false);
        this.sentences = List.copyOf(sentences);
    }

    List<String> sentences() {
        return sentences;
    }
}
