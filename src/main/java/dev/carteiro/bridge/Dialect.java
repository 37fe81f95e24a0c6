package dev.carteiro.bridge;

/** One of the two ways to mark emphasis, as it is read; each knows how the other one writes it. */
enum Dialect {

    /** {@code *bold*}, {@code _italic_}, {@code ~struck~}; a doubled mark means nothing. */
    WHATSAPP {
        @Override
        boolean marks(char mark, int length) {
            return length == 1;
        }

        @Override
        int strength(char mark) {
            return 1;
        }

        @Override
        String translated(char mark, int strength) {
            return switch (mark) {
                case '*' -> "**";
                case '_' -> "*";
                default -> "~~";
            };
        }
    },

    /** Markdown: {@code **bold**} or {@code __bold__}, {@code *italic*} or {@code _italic_}, {@code ~~struck~~}. */
    CHATWOOT {
        @Override
        boolean marks(char mark, int length) {
            return mark == '~' ? length == 2 : length <= 3;
        }

        @Override
        int strength(char mark) {
            return 2;
        }

        @Override
        String translated(char mark, int strength) {
            return mark == '~' ? "~" : strength == 2 ? "*" : "_";
        }
    };

    /** Whether as many of {@code mark} as {@code length} may be emphasis at all. */
    abstract boolean marks(char mark, int length);

    /** The most of {@code mark} that make one emphasis. */
    abstract int strength(char mark);

    /** What the other dialect writes for {@code strength} of {@code mark}. */
    abstract String translated(char mark, int strength);
}
