package dev.carteiro.evolution;

import dev.carteiro.evolution.Reply.Failed;
import dev.carteiro.evolution.Reply.Fault;
import dev.carteiro.network.Exchange;
import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Reads what Evolution answers to those who send: what is wrong with the number, and what may pass. */
final class Sends {

    /** A 400 while it sends, a 500 while it looks for the number. */
    private static final List<String> PASSING = List.of("Connection Closed", "Timed Out");

    private static final Pattern NUMBER = Pattern.compile("\\d{8,}");

    private Sends() {}

    static Reply reply(Exchange exchange) {
        return switch (Replies.of(exchange)) {
            case Reply.Done done -> done;
            case Failed failed
            when exchange instanceof Exchange.Answered answered && missing(answered) ->
                new Failed(Fault.NOT_ON_WHATSAPP, "the number is not on WhatsApp");
            case Failed failed ->
                new Failed(
                        passing(failed) ? Fault.BROKEN : failed.fault(),
                        NUMBER.matcher(failed.reason()).replaceAll("…"));
        };
    }

    private static boolean passing(Failed failed) {
        return failed.fault() == Fault.REFUSED && PASSING.stream().anyMatch(failed.reason()::contains);
    }

    private static boolean missing(Exchange.Answered answered) {
        JsonNode message = Replies.parsed(answered.body()).path("response").path("message");
        return answered.status() == 400
                && message.valueStream()
                        .anyMatch(number -> number.path("exists").isBoolean()
                                && !number.path("exists").asBoolean());
    }
}
