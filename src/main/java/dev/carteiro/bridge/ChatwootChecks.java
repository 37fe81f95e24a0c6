package dev.carteiro.bridge;

import dev.carteiro.bridge.ChatwootSettings.Place;
import dev.carteiro.bridge.Doctor.Finding;
import dev.carteiro.chatwoot.ChatwootReply;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Whether Chatwoot is there and lets us do in the account what we have to do. */
final class ChatwootChecks {

    static final String TOKEN = "chatwoot-token";
    private static final String ACCOUNT = "chatwoot-account";
    private static final String ROLE = "chatwoot-role";
    private static final String ADMINISTRATOR = "administrator";

    private ChatwootChecks() {}

    /** {@code profile} is the answer to {@code GET /profile}. */
    static List<Finding> of(ChatwootReply profile, Place place) {
        return switch (profile) {
            case ChatwootReply.Done done -> of(done.body(), place);
            case ChatwootReply.Failed failed ->
                List.of(failed(failed, Shown.url(place.url().toString())));
        };
    }

    private static List<Finding> of(JsonNode profile, Place place) {
        JsonNode accounts = profile.path("accounts");
        if (!accounts.isArray()) {
            return List.of(Finding.problem(
                    TOKEN,
                    "What answers at " + Shown.url(place.url().toString()) + " is no Chatwoot.",
                    "Set the bridge's chatwoot.url to Chatwoot's own address, without a path."));
        }
        Finding token = Finding.ok(TOKEN, "Chatwoot answers and takes the token.");
        JsonNode account = account(accounts, place.account());
        return account == null
                ? List.of(token, elsewhere(accounts, place.account()))
                : List.of(
                        token,
                        Finding.ok(ACCOUNT, "The token's user belongs to account " + place.account() + "."),
                        role(account.path("role").asString(""), place.autoCreate()));
    }

    private static @Nullable JsonNode account(JsonNode accounts, String wanted) {
        return accounts.valueStream()
                .filter(account -> account.path("id").asString("").equals(wanted))
                .findFirst()
                .orElse(null);
    }

    private static Finding elsewhere(JsonNode accounts, String wanted) {
        List<String> known = accounts.valueStream()
                .map(account -> account.path("id").asString(""))
                .toList();
        return Finding.problem(
                ACCOUNT,
                "The token's user does not belong to account " + wanted + ", but to "
                        + (known.isEmpty() ? "none" : String.join(", ", known)) + ".",
                "Set the bridge's chatwoot.account to the number that Chatwoot's own URLs have behind /accounts/, or take"
                        + " the token of a user of account " + wanted + ".");
    }

    private static Finding role(String role, boolean autoCreate) {
        if (role.equals(ADMINISTRATOR)) {
            return Finding.ok(ROLE, "The token's user is an administrator.");
        }
        return autoCreate
                ? Finding.problem(
                        ROLE,
                        "auto-create is on, and the token's user may not make inboxes or set their webhook URL.",
                        "Take an administrator's token, or make the inbox by hand and set auto-create to false.")
                : Finding.ok(ROLE, "The token's user is no administrator, which will do as a member of the inbox.");
    }

    private static Finding failed(ChatwootReply.Failed failed, String url) {
        String said = Shown.sentence(Shown.text(failed.reason()));
        return switch (failed.fault()) {
            case UNAUTHORIZED ->
                Finding.problem(
                        TOKEN,
                        "Chatwoot does not take the token: " + said,
                        "Copy the access token of a user from Chatwoot's profile settings into the bridge's"
                                + " chatwoot.token; an agent bot's belongs into chatwoot.bot-token.");
            case NOT_FOUND, INVALID ->
                Finding.problem(
                        TOKEN,
                        "There is no Chatwoot at " + url + ": " + said,
                        "Set the bridge's chatwoot.url to Chatwoot's own address, without a path.");
            case UNREACHABLE, UNANSWERED ->
                Finding.unknown(
                        TOKEN,
                        "Chatwoot cannot be reached at " + url + ": " + said,
                        "Look whether it runs, and whether this address can be reached from where Carteiro runs; in Docker"
                                + " both need a network in common.");
            case BROKEN -> Finding.unknown(TOKEN, "Chatwoot is in trouble: " + said, "Look into Chatwoot's own log.");
            case LIMITED, TAKEN, TOO_LARGE -> Finding.unknown(TOKEN, "Chatwoot does not say: " + said);
        };
    }

    /** For the other checks, whose calls fail for the same reason, which stands in the first one. */
    static Finding unknown(String check, ChatwootReply.Failed failed) {
        return Finding.unknown(check, "Chatwoot does not say: " + Shown.sentence(Shown.text(failed.reason())));
    }
}
