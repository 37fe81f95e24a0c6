package dev.carteiro.destination;

/** A text that notices how often it is looked at, which is all that a runaway regular expression does. */
final class WatchedText implements CharSequence {

    private static final int READS_PER_LOOK = 256;

    private final String text;
    private final Runnable look;
    private int reads;

    WatchedText(String text, Runnable look) {
        this.text = text;
        this.look = look;
    }

    @Override
    public char charAt(int index) {
        if (++reads % READS_PER_LOOK == 0) {
            look.run();
        }
        return text.charAt(index);
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return text.substring(start, end);
    }

    @Override
    public String toString() {
        return text;
    }
}
