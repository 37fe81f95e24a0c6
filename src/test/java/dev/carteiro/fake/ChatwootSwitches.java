package dev.carteiro.fake;

import java.util.concurrent.atomic.AtomicInteger;

/** How a Chatwoot behaves beyond its rules. */
final class ChatwootSwitches {

    final AtomicInteger races = new AtomicInteger();
    final AtomicInteger failures = new AtomicInteger();
    volatile String failure = "";
    volatile int messagesPerMinute = 200;
    volatile int blobsLateBy;
    volatile boolean signs;
    volatile boolean webhookBeforeAnswer;

    /** Takes one of a number of times, if one is left. */
    static boolean takes(AtomicInteger left) {
        return left.getAndUpdate(count -> Math.max(0, count - 1)) > 0;
    }
}
