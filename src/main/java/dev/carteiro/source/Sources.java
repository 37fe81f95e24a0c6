package dev.carteiro.source;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** The configured sources, in the order of their configuration; never empty. */
public final class Sources {

    private final Map<String, Source> byName;
    private final Map<SourceType, Source> firstByType = new EnumMap<>(SourceType.class);

    private Sources(Map<String, Source> byName) {
        this.byName = byName;
        byName.values().forEach(source -> firstByType.putIfAbsent(source.type(), source));
    }

    /** These sources by name; one of each type, under the type's name, where none is named. */
    public static Sources of(Map<String, SourceSettings> settings) {
        Map<String, Source> byName = new LinkedHashMap<>();
        settings.forEach((name, source) -> byName.put(name, source(name, source)));
        return byName.isEmpty() ? defaults() : new Sources(byName);
    }

    /** One unprotected source of each type, under the type's name. */
    public static Sources defaults() {
        Map<String, SourceSettings> settings = new LinkedHashMap<>();
        for (SourceType type : SourceType.values()) {
            settings.put(type.word(), SourceSettings.of(type));
        }
        return of(settings);
    }

    private static Source source(String name, SourceSettings settings) {
        try {
            SourceType type = type(name, settings);
            Decoder decoder = switch (type) {
                case EVOLUTION -> new EvolutionDecoder(name, settings);
                case CHATWOOT -> new ChatwootDecoder(name, settings);
                case W_API -> new WApiDecoder(name, settings);
                case CHAT_WHATSAPP -> new ChatWhatsappDecoder(name, settings);
                case GENERIC -> new GenericDecoder(name, settings);
            };
            return new GuardedSource(name, type, new Verification(type, settings), decoder);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("Source " + name + ": " + e.getMessage(), e);
        }
    }

    /** The type that is meant: that of its settings, else the one that its name is. */
    static SourceType type(String name, SourceSettings settings) {
        if (settings.type() != null) {
            return settings.type();
        }
        return Stream.of(SourceType.values())
                .filter(type -> type.word().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("it has no type, which is one of "
                        + String.join(
                                ", ",
                                Stream.of(SourceType.values())
                                        .map(SourceType::word)
                                        .toList())));
    }

    public List<Source> all() {
        return List.copyOf(byName.values());
    }

    public Optional<Source> named(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** The first source of this type. */
    public Optional<Source> ofType(SourceType type) {
        return Optional.ofNullable(firstByType.get(type));
    }

    /** Which system sends bodies like this one; {@code GENERIC} where none is known to. */
    public static SourceType detect(JsonNode body) {
        return Shape.of(body);
    }

    /** The source for a body that came to no source's path: of its own type, else generic, else the first. */
    public Source detected(JsonNode body) {
        return ofType(detect(body))
                .or(() -> ofType(SourceType.GENERIC))
                .orElseGet(() -> byName.values().iterator().next());
    }
}
