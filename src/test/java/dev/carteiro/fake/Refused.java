package dev.carteiro.fake;

/** A call that a fake will not carry out, with what it answers instead. */
final class Refused extends RuntimeException {

    private final transient Answer answer;

    Refused(Answer answer) {
        super("answered " + answer.status());
        this.answer = answer;
    }

    Answer answer() {
        return answer;
    }
}
