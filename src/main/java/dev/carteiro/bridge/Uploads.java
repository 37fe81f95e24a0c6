package dev.carteiro.bridge;

import dev.carteiro.evolution.Reply;
import dev.carteiro.network.Fetched;
import dev.carteiro.network.Spooled;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import reactor.core.publisher.Mono;

/** Fetches the files of Chatwoot's messages and gives them to Evolution. */
final class Uploads {

    /** Chatwoot tells of a file before its storage has it: a matter of seconds. */
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private static final int TRIES = 5;

    private final Link link;

    Uploads(Link link) {
        this.link = link;
    }

    /** {@code body} has the recipient; the rest of it is put in here. */
    Mono<Reply> send(String instance, Map<String, Object> body, Part.File part) {
        return Mono.usingWhen(
                fetched(part, 1), file -> sent(instance, body, part, file), file -> Mono.fromRunnable(file::close));
    }

    private Mono<Reply> sent(String instance, Map<String, Object> body, Part.File part, Spooled file) {
        if (part.type().equals("audio")) {
            body.put("encoding", true);
            return link.whatsapp().messenger().audio(instance, body, file);
        }
        body.put("mediatype", part.type());
        body.put("fileName", part.name());
        body.put("mimetype", Mimes.mimetype(part.attachment().mimetype(), part.name()));
        if (part.caption() != null) {
            body.put("caption", part.caption());
        }
        return link.whatsapp().messenger().media(instance, body, file);
    }

    private Mono<Spooled> fetched(Part.File part, int attempt) {
        return link.tools()
                .fetcher()
                .<Got>fetch(part.attachment().url(), fetched -> switch (fetched) {
                    case Fetched.Found found ->
                        link.tools().spool().of(found.bytes()).map(Got.File::new);
                    case Fetched.Denied denied ->
                        Mono.just(new Got.Denied("the file may not be fetched: " + denied.reason()
                                + "; carteiro.media.allow lists hosts of our own network that may be asked"));
                    case Fetched.Absent absent -> Mono.just(new Got.Absent(absent.status()));
                })
                .onErrorResume(IOException.class, failure -> Ends.defer("the file: " + failure.getMessage()))
                .flatMap(got -> switch (got) {
                    case Got.File file -> Mono.just(file.bytes());
                    case Got.Denied denied -> Ends.refuse(denied.reason());
                    case Got.Absent absent
                    when attempt < TRIES && absent.status() == 404 ->
                        Mono.delay(PAUSE).then(Mono.defer(() -> fetched(part, attempt + 1)));
                    case Got.Absent absent -> Ends.defer("the file: status " + absent.status());
                });
    }

    private sealed interface Got {

        record File(Spooled bytes) implements Got {}

        record Denied(String reason) implements Got {}

        record Absent(int status) implements Got {}
    }
}
