package dev.carteiro.bridge;

import static dev.carteiro.bridge.TestReplies.evolution;
import static dev.carteiro.bridge.TestReplies.isFine;
import static dev.carteiro.bridge.TestReplies.isProblem;
import static dev.carteiro.bridge.TestReplies.isUnknown;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carteiro.bridge.Doctor.Finding;
import dev.carteiro.evolution.Reply;
import dev.carteiro.evolution.Reply.Fault;
import org.junit.jupiter.api.Test;

class EvolutionChecksTests {

    private static final String URL = "http://evolution_api:8080";

    private static Finding key(Reply reply) {
        return EvolutionChecks.key(reply, URL);
    }

    @Test
    void tellsAWrongKeyFromAnEvolutionThatIsAway() {
        isFine(key(evolution("[]")));
        isFine(key(evolution(Fault.UNKNOWN, "status 404")));
        isProblem(key(evolution(Fault.UNAUTHORIZED, "status 401: Unauthorized")), "take the key", "evolution.api-key");
        isProblem(key(evolution(Fault.UNLICENSED, "status 503")), "not activated", "Activate it");
        isUnknown(key(evolution(Fault.UNREACHABLE, "no connection")), "cannot be reached at " + URL);
        assertThat(key(evolution(Fault.UNANSWERED, "no answer")).remedy()).contains("Look whether it runs");
        isUnknown(key(evolution(Fault.BROKEN, "status 500")), "status 500");
    }

    @Test
    void wantsTheInstanceOpen() {
        isFine(EvolutionChecks.instance(evolution("{'instance':{'instanceName':'Loja','state':'open'}}"), "Loja"));
        isProblem(
                EvolutionChecks.instance(evolution("{'instance':{'state':'connecting'}}"), "Loja Norte"),
                "\"connecting\"",
                "GET /api/instances/Loja%20Norte/qr.png");
        isProblem(EvolutionChecks.instance(evolution("{'instance':{}}"), "Loja"), "\"unknown\"", "Scan");
        isProblem(
                EvolutionChecks.instance(evolution(Fault.UNKNOWN, "status 404"), "Loja"),
                "no instance \"Loja\"",
                "POST /api/instances");
        isUnknown(EvolutionChecks.instance(evolution(Fault.BROKEN, "status 500"), "Loja"), "status 500");
    }

    @Test
    void wantsEvolutionToLeaveChatwootToUs() {
        isProblem(
                EvolutionChecks.ownBridge(evolution("{'enabled':true,'token':'s3cret'}"), "Loja"),
                "posted twice",
                "POST /chatwoot/set/Loja there");
        isFine(EvolutionChecks.ownBridge(evolution("{'enabled':false}"), "Loja"));
        isFine(EvolutionChecks.ownBridge(evolution("null"), "Loja"));
        isFine(EvolutionChecks.ownBridge(evolution(Fault.REFUSED, "status 400: Chatwoot is disabled"), "Loja"));
        isUnknown(EvolutionChecks.ownBridge(evolution(Fault.UNKNOWN, "status 404"), "Loja"), "status 404");
    }
}
