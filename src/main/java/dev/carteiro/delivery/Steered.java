package dev.carteiro.delivery;

/** What came of what somebody wanted of a delivery. */
public sealed interface Steered {

    /** That is how it stands now. */
    record Done(DeliveryEntry delivery) implements Steered {}

    /** There is no such delivery, or its event has left retention. */
    record Unknown() implements Steered {}

    /** Not as it stands now; {@code why} is a sentence. */
    record Impossible(String why) implements Steered {}
}
