package dev.carteiro.fake;

/** What a {@link CrewServer} answers at {@code /ask}; {@code work} is done first and may take its time. */
public record CrewReply(int status, String type, String body, Runnable work) {

    public static CrewReply json(String body) {
        return new CrewReply(200, "application/json", body, () -> {});
    }

    public static CrewReply text(int status, String type, String body) {
        return new CrewReply(status, type, body, () -> {});
    }

    public CrewReply after(Runnable doing) {
        return new CrewReply(status, type, body, doing);
    }
}
