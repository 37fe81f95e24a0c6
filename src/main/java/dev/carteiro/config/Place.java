package dev.carteiro.config;

/** Where a value was written: a line of a file, or a variable ({@code line} 0). */
record Place(String origin, int line) {

    @Override
    public String toString() {
        return line == 0 ? origin : origin + ":" + line;
    }
}
