package dev.carteiro.bridge;

import static dev.carteiro.bridge.TestReplies.chatwoot;
import static dev.carteiro.bridge.TestReplies.isFine;
import static dev.carteiro.bridge.TestReplies.isProblem;
import static dev.carteiro.bridge.TestReplies.isUnknown;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carteiro.bridge.ChatwootSettings.Place;
import dev.carteiro.bridge.Doctor.Finding;
import dev.carteiro.chatwoot.ChatwootReply;
import dev.carteiro.chatwoot.ChatwootReply.Fault;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChatwootChecksTests {

    private static final String PROFILE =
            "{'id':7,'accounts':[{'id':2,'role':'agent'},{'id':1,'role':'administrator'}]}";

    private static List<Finding> of(ChatwootReply profile, String account, boolean autoCreate) {
        URI url = URI.create("http://chatwoot:3000");
        return ChatwootChecks.of(profile, new Place(url, account, "t0ken", null, null, autoCreate));
    }

    @Test
    void isContentWithATokenOfTheAccount() {
        assertThat(of(chatwoot(PROFILE), "1", true))
                .hasSize(3)
                .allSatisfy(TestReplies::isFine)
                .extracting(Finding::check)
                .containsExactly("chatwoot-token", "chatwoot-account", "chatwoot-role");
    }

    @Test
    void wantsAnAdministratorOnlyWhereInboxesAreToBeMade() {
        assertThat(of(chatwoot(PROFILE), "2", false)).hasSize(3).allSatisfy(TestReplies::isFine);

        List<Finding> findings = of(chatwoot(PROFILE), "2", true);
        isProblem(findings.getLast(), "auto-create is on", "administrator's token");
    }

    @Test
    void namesTheAccountsThatTheTokenIsGoodFor() {
        List<Finding> findings = of(chatwoot(PROFILE), "3", false);

        assertThat(findings).hasSize(2);
        isFine(findings.getFirst());
        isProblem(findings.getLast(), "does not belong to account 3, but to 2, 1", "chatwoot.account");
    }

    @Test
    void tellsAWrongTokenFromAWrongAddress() {
        isProblem(
                of(chatwoot(Fault.UNAUTHORIZED, 401, "status 401: Invalid Access Token"), "1", false)
                        .getFirst(),
                "does not take the token: status 401: Invalid Access Token",
                "chatwoot.token");
        isProblem(
                of(chatwoot(Fault.NOT_FOUND, 404, "status 404"), "1", false).getFirst(),
                "no Chatwoot at http://chatwoot:3000",
                "chatwoot.url");
        isProblem(of(chatwoot("{'message':'Welcome'}"), "1", false).getFirst(), "is no Chatwoot", "chatwoot.url");
    }

    @Test
    void doesNotKnowWhatAChatwootThatIsAwayWouldSay() {
        Finding away = of(chatwoot(Fault.UNREACHABLE, 0, "no connection to chatwoot:3000"), "1", false)
                .getFirst();

        isUnknown(away, "cannot be reached at http://chatwoot:3000: no connection to chatwoot:3000.");
        assertThat(away.remedy()).contains("Look whether it runs");
        isUnknown(of(chatwoot(Fault.BROKEN, 500, "status 500"), "1", false).getFirst(), "in trouble");
    }
}
