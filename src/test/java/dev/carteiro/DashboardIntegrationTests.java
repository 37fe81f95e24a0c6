package dev.carteiro;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.carteiro.TestEvents.chat;
import static dev.carteiro.TestEvents.message;
import static dev.carteiro.TestEvents.unique;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What somebody on call does about a destination. */
@NeedsChromium
@ExtendWith({SharedRouter.Provider.class, Chromium.Provider.class})
class DashboardIntegrationTests {

    private static final String DESK = "desk";

    private final RouterClient client;
    private final Operator operator;
    private final Operations operations;
    private final ScriptedPeer peer;
    private final Visitor visitor;
    private final Page page;
    private final String chat = chat();
    private final String id = unique();

    DashboardIntegrationTests(SharedRouter router, Chromium chromium) {
        this.client = router.client();
        this.operator = new Operator(client);
        this.operations = new Operations(client);
        this.peer = router.peer(DESK);
        this.visitor = chromium.regular(client);
        this.page = visitor.page();
    }

    @AfterEach
    void complainsOfNothing() {
        operations.run(DESK, "resume");
        assertThat(visitor.complaints()).isEmpty();
    }

    private String accept() {
        return client.accept(message(DESK, chat, id));
    }

    private String state() {
        return operations.seen(DESK, desk -> true).path("state").asString("");
    }

    private Locator card() {
        return visitor.marked("destination-" + DESK);
    }

    /** A number of the legend above the chart. */
    private Locator flow(String way) {
        return page.locator(".legend ." + way + " dd");
    }

    @Test
    void showsWhatFlows() {
        visitor.at("/#/destinations/" + DESK);
        int before = Integer.parseInt(flow("delivered").textContent().replace(",", ""));

        operator.settled(DESK, accept(), "delivered");
        operator.settled(DESK, client.accept(message(DESK, chat, unique())), "delivered");

        assertThat(flow("delivered")).hasText(String.valueOf(before + 2));
        assertThat(visitor.marked("flow-chart").locator("canvas")).isVisible();
        assertThat(visitor.marked("flow-chart"))
                .hasAttribute(
                        "aria-label",
                        Pattern.compile(".*Delivered " + (before + 2) + ", Retried \\d+, Dead letters \\d+\\."));
        assertThat(page.locator("section").filter(new Locator.FilterOptions().setHasText("Time to answer")))
                .containsText("95 %");
    }

    @Test
    void pausesAndResumes() {
        visitor.at("/");
        assertThat(card()).hasAttribute("data-state", "running");

        visitor.button("Pause desk").click();

        assertThat(card()).hasAttribute("data-state", "paused");
        assertThat(page.locator("#notices")).containsText("desk is paused. Events wait; nothing is lost.");
        assertThat(state()).isEqualTo("paused");
        String event = operator.settled(DESK, accept(), "pending");
        visitor.looksAgain();
        assertThat(visitor.marked("headline")).containsText("desk is paused; 1 delivery waits.");
        assertThat(peer.count(id)).isZero();

        visitor.button("Resume desk").click();

        assertThat(card()).hasAttribute("data-state", "running");
        operator.settled(DESK, event, "delivered");
        assertThat(state()).isEqualTo("running");
    }

    @Test
    void retriesNow() {
        peer.when(request -> request.text().contains(id))
                .respond(503)
                .saying("closed for lunch")
                .forFirst(1)
                .respond(200);
        String event = operator.settled(DESK, accept(), "retrying");
        visitor.at("/#/destinations/" + DESK);
        assertThat(page.locator(".last-error")).containsText("503");

        visitor.button("Retry now: desk").click();

        operator.settled(DESK, event, "delivered");
        assertThat(page.locator("#notices")).containsText("1 delivery to desk is tried now.");
        visitor.looksAgain();
        assertThat(visitor.button("Retry now: desk")).hasCount(0);
    }

    @Test
    void changesAnAddressUntilThatIsUndone() {
        try (ScriptedPeer tunnel = ScriptedPeer.start()) {
            String configured = peer.url() + "/webhook";
            visitor.at("/#/destinations/" + DESK);
            visitor.button("Change").click();
            Locator field = visitor.dialog().getByLabel("Address");
            assertThat(field).hasValue(configured);

            field.fill("ftp://localhost/x");
            visitor.answer("Use this address").click();
            assertThat(visitor.dialog().getByRole(AriaRole.ALERT)).containsText("http");
            field.fill(tunnel.url() + "/tunnel");
            visitor.answer("Use this address").click();

            assertThat(visitor.dialog()).hasCount(0);
            assertThat(page.getByText(tunnel.url() + "/tunnel")).isVisible();
            assertThat(page.getByText("changed by hand")).isVisible();
            operator.settled(DESK, accept(), "delivered");
            assertThat(tunnel.requests(id))
                    .singleElement()
                    .satisfies(request -> assertThat(request.path()).isEqualTo("/tunnel"));

            visitor.button("Undo the change").click();
            assertThat(visitor.dialog()).containsText(configured);
            visitor.answer("Undo").click();

            assertThat(page.getByText("changed by hand")).hasCount(0);
            operations.seen(DESK, desk -> desk.path("url").asString("").equals(configured));
        }
    }
}
