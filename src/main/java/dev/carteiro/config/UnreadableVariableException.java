package dev.carteiro.config;

/** A variable's value is not to be had. */
final class UnreadableVariableException extends RuntimeException {

    private final String sentence;

    /** {@code sentence} names the variable and says what is wrong, and not its value. */
    UnreadableVariableException(String sentence) {
        super(sentence);
        this.sentence = sentence;
    }

    String sentence() {
        return sentence;
    }
}
