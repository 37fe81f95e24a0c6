package dev.carteiro.crew;

import java.util.List;

/** What a crew's answer comes down to. */
sealed interface Said {

    /** An answer for the customer, or for the people who look after the conversation. {@code text} may be blank where the rest is not. */
    record Reply(String text, boolean handoff, boolean internal, List<String> labels, List<String> attachments)
            implements Said {

        public Reply {
            labels = List.copyOf(labels);
            attachments = List.copyOf(attachments);
        }

        static Reply of(String text) {
            return new Reply(text, false, false, List.of(), List.of());
        }

        Reply saying(String other) {
            return new Reply(other, handoff, internal, labels, attachments);
        }
    }

    /** Nothing: it does not want to answer, or does so by itself. */
    record Nothing() implements Said {}

    /** It has begun, and tells later under this name. */
    record Begun(String id) implements Said {}

    /** It says that it has failed, or what came is no answer of a crew at all. {@code reason} is for the log and for operators. */
    record Failed(String reason) implements Said {}
}
