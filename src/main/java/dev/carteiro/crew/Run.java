package dev.carteiro.crew;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a crew has been asked to do.
 *
 * @param round which one for this delivery
 * @param token the unguessable part of the URL that the crew is given for it
 * @param kickoffId the crew's own name for it, where it is known
 * @param last the position of the last event that the crew was shown
 * @param until when it is given up
 * @param asked what it asks a person, where it does
 * @param answer what it has said in the end, as it came; null where it has not
 * @param failure why it has ended without an answer
 * @param endedAt null while it goes on
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Run(
        Key key,
        int round,
        String token,
        State state,
        @Nullable String kickoffId,
        long last,
        Instant until,
        @Nullable Asked asked,
        byte @Nullable [] answer,
        @Nullable String failure,
        @Nullable Instant endedAt) {

    /** Which delivery it is for. */
    record Key(long event, String destination) {}

    /**
     * What a crew asks in the middle of a run.
     *
     * @param task the task that waits
     * @param after the position behind which the answer is looked for
     * @param told whether people have been told what it asks
     */
    record Asked(String task, String question, long after, boolean told) {

        /** New, and so to be told. */
        static Asked of(String task, String question) {
            return new Asked(task, question, 0, false);
        }
    }

    enum State {
        /** Written down; whether the crew knows of it is told by whoever asks it, who may not have come so far. */
        BEGUN,
        /** Nobody knows whether the crew was reached. */
        UNSURE,
        RUNNING,
        /** It waits for a person. */
        ASKING,
        /** It is done, and what it has said is there. */
        SAID,
        ENDED
    }

    /** What it is called towards the crew, which repeats it in its calls. */
    String name() {
        return key.event() + "." + round;
    }
}
