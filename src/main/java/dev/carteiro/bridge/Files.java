package dev.carteiro.bridge;

import dev.carteiro.chatwoot.Upload;
import dev.carteiro.delivery.Delivery;
import dev.carteiro.event.Ad;
import dev.carteiro.event.Content;
import dev.carteiro.event.MediaFile;
import dev.carteiro.event.MediaKind;
import dev.carteiro.event.Message;
import dev.carteiro.evolution.Base64Member;
import dev.carteiro.evolution.Download;
import dev.carteiro.network.Fetched;
import dev.carteiro.network.Spooled;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Gets the bytes of a message's file: from the request that told of it, from where Evolution has stored it, or from
 * Evolution, which gets them from WhatsApp.
 */
final class Files {

    /** Whatever takes more than this of a request holds a file, and is not parsed for anything else. */
    private static final int PARSED = 1 << 20;

    /** Nobody waits longer for a decoration. */
    private static final Duration PICTURE = Duration.ofSeconds(5);

    private final Link link;

    Files(Link link) {
        this.link = link;
    }

    /** What there is of a file. */
    sealed interface Got {

        record File(
                Spooled bytes,
                @Nullable String mimetype,
                @Nullable String fileName) implements Got {}

        /** It cannot be had, for this reason. */
        record Nothing(String reason) implements Got {}
    }

    /** To be closed by whoever gets a file; fails with a {@link StoppedException} where it may be had later. */
    Mono<Got> of(Delivery delivery, Message message, Content.Media media) {
        return carried(delivery, media)
                .switchIfEmpty(Mono.defer(() -> stored(media)))
                .switchIfEmpty(Mono.defer(() -> asked(delivery, message)));
    }

    /** What stands beside a message for decoration: the first of them, or none. */
    record Picture(List<Upload> uploads) implements AutoCloseable {

        static final Picture NONE = new Picture(List.of());

        @Override
        public void close() {
            uploads.forEach(upload -> upload.file().close());
        }
    }

    /** The picture of an advertisement, where it can be had; the message is no less without it. */
    Mono<Picture> picture(@Nullable Ad ad) {
        String url = ad == null ? null : ad.thumbnail();
        if (url == null) {
            return Mono.just(Picture.NONE);
        }
        return link.tools()
                .fetcher()
                .fetch(
                        url,
                        fetched -> fetched instanceof Fetched.Found found
                                ? link.tools().spool().of(found.bytes()).map(file -> picture(file, found.contentType()))
                                : Mono.just(Picture.NONE))
                .onErrorResume(IOException.class, away -> Mono.just(Picture.NONE))
                .timeout(PICTURE, Mono.just(Picture.NONE));
    }

    private static Picture picture(Spooled file, @Nullable String contentType) {
        String mimetype = Mimes.mimetype(contentType, null);
        MediaFile known = new MediaFile(mimetype, null, file.size(), null, null);
        String name = Mimes.fileName(new Content.Media(MediaKind.IMAGE, known, null), "ad");
        return new Picture(List.of(new Upload(name, mimetype, file)));
    }

    private Mono<Got> carried(Delivery delivery, Content.Media media) {
        byte[] body = delivery.event().body();
        // An array is many requests, and the file in it may be another one's.
        Flux<byte[]> bytes = body.length == 0 || body[0] == '[' ? null : Base64Member.in(body);
        return bytes == null
                ? Mono.empty()
                : link.tools()
                        .spool()
                        .of(bytes)
                        .<Got>map(file -> new Got.File(
                                file, media.file().mimetype(), media.file().fileName()))
                        .onErrorResume(IllegalArgumentException.class, broken -> Mono.empty());
    }

    /** A presigned address that has run out is no end: Evolution may still have the message. */
    private Mono<Got> stored(Content.Media media) {
        String url = media.file().url();
        return url == null
                ? Mono.empty()
                : link.tools()
                        .fetcher()
                        .fetch(url, fetched -> switch (fetched) {
                            case Fetched.Found found ->
                                link.tools()
                                        .spool()
                                        .of(found.bytes())
                                        .map(file -> Optional.<Got>of(new Got.File(
                                                file,
                                                media.file().mimetype() == null
                                                        ? found.contentType()
                                                        : media.file().mimetype(),
                                                media.file().fileName())));
                            case Fetched.Denied denied -> Mono.just(nothing(denied.reason()));
                            case Fetched.Absent absent -> Mono.just(nothing("status " + absent.status()));
                        })
                        .onErrorResume(IOException.class, this::elsewhere)
                        .flatMap(
                                got -> got.filter(Got.Nothing.class::isInstance).isPresent()
                                                && link.sides().whatsapp() != null
                                        ? Mono.empty()
                                        : Mono.justOrEmpty(got));
    }

    private static Optional<Got> nothing(String reason) {
        return Optional.of(new Got.Nothing(reason));
    }

    /** The name of a storage of Evolution's need not be known here: then Evolution itself is asked. */
    private Mono<Optional<Got>> elsewhere(IOException failure) {
        return link.sides().whatsapp() == null
                ? Ends.defer("the file: " + failure.getMessage())
                : Mono.just(nothing(String.valueOf(failure.getMessage())));
    }

    private Mono<Got> asked(Delivery delivery, Message message) {
        if (link.sides().whatsapp() == null) {
            return Mono.just(new Got.Nothing("there is no address where it could be fetched"));
        }
        String instance = link.instance(delivery.event().envelope());
        return download(instance, Map.of("key", Map.of("id", message.messageId())))
                .flatMap(got -> {
                    JsonNode whole =
                            got instanceof Got.Nothing ? data(delivery.event().body()) : null;
                    return whole == null ? Mono.just(got) : download(instance, whole);
                });
    }

    private Mono<Got> download(String instance, Object message) {
        return link.whatsapp()
                .messenger()
                .download(instance, message, link.tools().spool())
                .flatMap(download -> switch (download) {
                    case Download.Found found ->
                        Mono.just(new Got.File(found.file(), found.mimetype(), found.fileName()));
                    case Download.None none -> Mono.just(new Got.Nothing(none.reason()));
                    case Download.Failed failed ->
                        switch (failed.reply().fault()) {
                            // Nothing that waiting would mend; the message is more than its file.
                            case UNAUTHORIZED, UNKNOWN, UNLICENSED, REFUSED, TAKEN, NOT_ON_WHATSAPP ->
                                Mono.just(new Got.Nothing(failed.reply().reason()));
                            case UNREACHABLE, UNANSWERED, BROKEN -> Ends.stop(Ends.of(failed.reply()));
                        };
                });
    }

    /** The message as Evolution told it, for an Evolution that keeps none; null where it is not alone in its request. */
    private static @Nullable JsonNode data(byte[] body) {
        if (body.length > PARSED) {
            return null;
        }
        try {
            JsonNode data = JsonMapper.shared().readTree(body).path("data");
            return data.path("message").isObject() ? data : null;
        } catch (JacksonException notJson) {
            return null;
        }
    }
}
