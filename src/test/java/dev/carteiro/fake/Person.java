package dev.carteiro.fake;

/** Who owns a token of a Chatwoot: a user, or a bot. */
record Person(long id, String name, String email, Role role) {

    /** What the owner may do. */
    enum Role {
        ADMINISTRATOR,
        AGENT,
        BOT
    }

    boolean isBot() {
        return role == Role.BOT;
    }

    boolean isAdministrator() {
        return role == Role.ADMINISTRATOR;
    }

    String type() {
        return isBot() ? "agent_bot" : "user";
    }
}
