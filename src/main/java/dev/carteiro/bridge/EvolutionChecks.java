package dev.carteiro.bridge;

import dev.carteiro.bridge.Doctor.Finding;
import dev.carteiro.evolution.Reply;
import tools.jackson.databind.JsonNode;

/** Whether Evolution is there, has the instance, and leaves Chatwoot to us. */
final class EvolutionChecks {

    static final String KEY = "evolution-key";
    static final String INSTANCE = "evolution-instance";
    static final String OWN_BRIDGE = "evolution-chatwoot";

    private EvolutionChecks() {}

    /** {@code instances} is the answer to {@code GET /instance/fetchInstances}. */
    static Finding key(Reply instances, String url) {
        if (!(instances instanceof Reply.Failed failed)) {
            return Finding.ok(KEY, "Evolution answers and takes the key.");
        }
        String said = Shown.sentence(Shown.text(failed.reason()));
        return switch (failed.fault()) {
            case UNKNOWN -> Finding.ok(KEY, "Evolution answers and takes the key; it has no instance yet.");
            case UNAUTHORIZED ->
                Finding.problem(
                        KEY,
                        "Evolution does not take the key: " + said,
                        "Set the bridge's evolution.api-key, or that of its source, to Evolution's"
                                + " AUTHENTICATION_API_KEY.");
            case UNLICENSED ->
                Finding.problem(
                        KEY, "Evolution is not activated: " + said, "Activate it, or run a version before 2.4.0.");
            case UNREACHABLE, UNANSWERED ->
                Finding.unknown(
                        KEY,
                        "Evolution cannot be reached at " + url + ": " + said,
                        "Look whether it runs, and whether this address can be reached from where Carteiro runs; in Docker"
                                + " both need a network in common.");
            case BROKEN, TAKEN, REFUSED, NOT_ON_WHATSAPP ->
                Finding.unknown(KEY, "Evolution is in trouble: " + said, "Look into Evolution's own log.");
        };
    }

    /** {@code state} is the answer to {@code GET /instance/connectionState}. */
    static Finding instance(Reply state, String instance) {
        return switch (state) {
            case Reply.Failed failed ->
                failed.fault() == Reply.Fault.UNKNOWN
                        ? Finding.problem(
                                INSTANCE,
                                "Evolution has no instance \"" + instance + "\".",
                                "Make it with POST /api/instances {\"name\":\"" + instance + "\"}, or set the bridge's"
                                        + " instance to the name that Evolution has, which tells capitals apart.")
                        : unknown(INSTANCE, failed);
            case Reply.Done done ->
                stands(done.body().path("instance").path("state").asString("unknown"), instance);
        };
    }

    private static Finding stands(String state, String instance) {
        return state.equals("open")
                ? Finding.ok(INSTANCE, "The instance is open.")
                : Finding.problem(
                        INSTANCE,
                        "The instance is not connected to WhatsApp; Evolution calls it \"" + Shown.text(state) + "\".",
                        "Scan its QR code: GET /api/instances/" + Names.encoded(instance)
                                + "/qr.png, or write init in the instance's own conversation in Chatwoot.");
    }

    /** {@code chatwoot} is the answer to {@code GET /chatwoot/find}, which is refused where Evolution has none of that. */
    static Finding ownBridge(Reply chatwoot, String instance) {
        return switch (chatwoot) {
            case Reply.Failed failed ->
                failed.fault() == Reply.Fault.REFUSED
                        ? Finding.ok(OWN_BRIDGE, "Evolution's own Chatwoot integration is off.")
                        : unknown(OWN_BRIDGE, failed);
            case Reply.Done done ->
                isOn(done.body())
                        ? Finding.problem(
                                OWN_BRIDGE,
                                "Evolution's own Chatwoot integration is on for this instance: everything is posted twice.",
                                "Switch it off in the Evolution Manager (Integrations > Chatwoot), or with POST"
                                        + " /chatwoot/set/" + Names.encoded(instance)
                                        + " there: what GET /chatwoot/find shows, with \"enabled\": false.")
                        : Finding.ok(OWN_BRIDGE, "Evolution's own Chatwoot integration is off for this instance.");
        };
    }

    private static boolean isOn(JsonNode settings) {
        return settings.path("enabled").asBoolean(false);
    }

    static Finding unknown(String check, Reply.Failed failed) {
        return Finding.unknown(check, "Evolution does not say: " + Shown.sentence(Shown.text(failed.reason())));
    }
}
