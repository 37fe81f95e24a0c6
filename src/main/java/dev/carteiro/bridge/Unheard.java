package dev.carteiro.bridge;

import dev.carteiro.bridge.Doctor.Finding;
import dev.carteiro.chatwoot.ChatwootReply;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Whether Chatwoot has lately failed to hand us what happened: it notes that on the message. */
final class Unheard {

    static final String CHECK = "chatwoot-reaches-us";

    /** What is older may be mended by now. */
    private static final Duration LATELY = Duration.ofHours(24);

    private Unheard() {}

    /** Why it failed, by what Chatwoot notes (safe_fetch.rb, Ruby's own Net errors), and what to do about it. */
    private enum Cause {
        PRIVATE(
                "has no public ip addresses",
                "Since 4.14.0 Chatwoot calls no private addresses: set SAFE_FETCH_ALLOW_PRIVATE_NETWORK=true on its web and"
                        + " sidekiq containers, which takes 4.14.1 or newer."),
        REFUSED(
                "\\b(401|403)\\b",
                "Compare the token in the inbox's webhook URL, or the inbox's secret, with those of the source of type"
                        + " chatwoot, and its allow-from with the address from which Chatwoot comes."),
        ABSENT(
                "\\b(404|405)\\b",
                "The address is another server's, or has no source behind it: correct the inbox's webhook URL."),
        LATE(
                "timeout|timed out|execution expired",
                "Chatwoot waits 5 s: look whether the inbox's webhook URL can be reached from Chatwoot's sidekiq container."),
        UNREACHABLE(
                "refused|failed to open|getaddrinfo|unreachable|no route",
                "Look whether the inbox's webhook URL can be reached from Chatwoot's sidekiq container, and whether its name"
                        + " is known there."),
        OTHER("", "Look into Carteiro's log of that time, and into that of Chatwoot's sidekiq.");

        private final Pattern words;
        private final String remedy;

        Cause(String words, String remedy) {
            this.words = Pattern.compile(words, Pattern.CASE_INSENSITIVE);
            this.remedy = remedy;
        }

        static Cause of(String said) {
            return Stream.of(values())
                    .filter(cause -> cause.words.matcher(said).find())
                    .findFirst()
                    .orElse(OTHER);
        }
    }

    /** {@code conversations} are the inbox's, the latest first. */
    static Finding of(ChatwootReply conversations, Instant now) {
        return switch (conversations) {
            case ChatwootReply.Failed failed -> ChatwootChecks.unknown(CHECK, failed);
            case ChatwootReply.Done done -> of(done.body().path("data").path("payload"), now);
        };
    }

    private static Finding of(JsonNode conversations, Instant now) {
        List<String> errors = new ArrayList<>();
        for (JsonNode conversation : conversations) {
            JsonNode last = last(conversation);
            String error =
                    last.path("content_attributes").path("external_error").asString("");
            Instant at = Instant.ofEpochSecond(last.path("created_at").asLong(0));
            if (!error.isBlank() && at.isAfter(now.minus(LATELY)) && !isOurs(error)) {
                errors.add(error);
            }
        }
        return errors.isEmpty()
                ? Finding.ok(CHECK, "Of the last " + conversations.size() + " conversations none ends in a failure.")
                : Finding.problem(
                        CHECK,
                        "Of the last " + conversations.size() + " conversations " + errors.size()
                                + (errors.size() == 1 ? " ends" : " end")
                                + " with a message that Chatwoot could not hand to us: \""
                                + Shown.text(errors.getFirst())
                                + "\".",
                        Cause.of(errors.getFirst()).remedy);
    }

    private static JsonNode last(JsonNode conversation) {
        JsonNode messages = conversation.path("messages");
        return messages.isEmpty() ? conversation.path("last_non_activity_message") : messages.path(messages.size() - 1);
    }

    /** What we noted there ourselves is a matter of deliveries. */
    private static boolean isOurs(String error) {
        return Stream.of(Phrase.NOT_SENT, Phrase.NOT_SENT_YET, Phrase.NOT_ACCEPTED, Phrase.NOT_ON_WHATSAPP)
                .flatMap(phrase -> Stream.of(phrase.english(), phrase.portuguese()))
                .map(words -> words.replaceFirst("(?s)%s.*", ""))
                .anyMatch(error::startsWith);
    }
}
