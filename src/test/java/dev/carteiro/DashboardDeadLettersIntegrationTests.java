package dev.carteiro;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.carteiro.TestEvents.chat;
import static dev.carteiro.TestEvents.message;
import static dev.carteiro.TestEvents.receipt;
import static dev.carteiro.TestEvents.sent;
import static dev.carteiro.TestEvents.unique;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What did not arrive, and what became of what somebody asks about. */
@NeedsChromium
@ExtendWith({SharedRouter.Provider.class, Chromium.Provider.class})
class DashboardDeadLettersIntegrationTests {

    private static final String DESK = "desk";

    private final RouterClient client;
    private final Operator operator;
    private final ScriptedPeer peer;
    private final Visitor visitor;
    private final Page page;
    private final String chat = chat();
    private final String id = unique();

    DashboardDeadLettersIntegrationTests(SharedRouter router, Chromium chromium) {
        this.client = router.client();
        this.operator = new Operator(client);
        this.peer = router.peer(DESK);
        this.visitor = chromium.regular(client);
        this.page = visitor.page();
    }

    @AfterEach
    void complainsOfNothing() {
        assertThat(visitor.complaints()).isEmpty();
    }

    private String phone() {
        return "+" + chat.substring(0, chat.indexOf('@'));
    }

    private String dead() {
        return operator.dead(peer, DESK, chat, List.of(id)).getFirst();
    }

    private Locator row() {
        return page.locator("tr").filter(new Locator.FilterOptions().setHasText(phone()));
    }

    private Locator part(String name) {
        return page.getByRole(AriaRole.REGION, new Page.GetByRoleOptions().setName(name));
    }

    @Test
    void showsWhyADeliveryIsDeadAndTriesItOnceMore() {
        String event = dead();
        visitor.at("/#/dead?destination=" + DESK);
        assertThat(row()).containsText("422");

        row().getByRole(AriaRole.LINK).first().click();

        assertThat(visitor.heading("To desk")).containsText("dead letter");
        assertThat(page.locator("p.banner.bad")).containsText("422");
        assertThat(part("Attempts").locator("li")).hasCount(1);
        assertThat(part("Attempts")).containsText("HTTP 422");
        assertThat(part("Attempts").locator("pre")).hasText("no");
        assertThat(part("As received")).containsText("messages.upsert");
        assertThat(part("Event as JSON")).containsText("\"messageId\": \"" + id + "\"");
        assertThat(part("About")).containsText("Ana Souza");

        visitor.button("Retry now").click();

        operator.settled(DESK, event, "delivered");
        visitor.looksAgain();
        assertThat(visitor.heading("To desk")).containsText("delivered");
        assertThat(part("Attempts").locator("li")).hasCount(2);
        visitor.at("/#/dead?destination=" + DESK);
        assertThat(row()).hasCount(0);
    }

    @Test
    void givesUpWhatNobodyWantsOnceThatIsMeant() {
        String event = dead();
        visitor.at("/#/deliveries/" + event + "." + DESK);

        visitor.button("Give up").click();
        assertThat(visitor.dialog()).containsText("desk will not get this event.");
        visitor.answer("Cancel").click();
        assertThat(client.state(event, DESK)).isEqualTo("dead");
        visitor.button("Give up").click();
        visitor.answer("Give up for good").click();

        assertThat(page.locator("#notices")).containsText("The delivery was given up.");
        operator.settled(DESK, event, "cancelled");
        assertThat(visitor.button("Give up")).hasCount(0);
        assertThat(visitor.heading("To desk")).containsText("Given up");
    }

    @Test
    void countsBeforeItReplays() {
        String event = dead();
        visitor.at("/#/destinations/" + DESK);
        visitor.button("Replay to desk").click();
        visitor.dialog().getByLabel("Conversation").fill(chat);
        visitor.dialog().getByLabel("Reason contains").fill("422");
        assertThat(visitor.answer("Replay")).isDisabled();

        visitor.answer("Count first").click();

        assertThat(visitor.marked("matching")).hasText("1 delivery matches.");
        assertThat(client.state(event, DESK)).isEqualTo("dead");
        assertThat(peer.count(id)).isEqualTo(1);
        visitor.dialog().getByLabel("Reason contains").fill("no such reason");
        assertThat(visitor.answer("Replay")).isDisabled();
        visitor.answer("Count first").click();
        assertThat(visitor.marked("matching")).hasText("0 deliveries match.");

        visitor.dialog().getByLabel("Reason contains").fill("");
        visitor.answer("Count first").click();
        visitor.answer("Replay 1 delivery").click();

        operator.settled(DESK, event, "delivered");
        assertThat(visitor.dialog()).hasCount(0);
        operator.done(client.get("/api/deliveries/replays").at("/replays/0/id").asString(""));
        visitor.looksAgain();
        assertThat(part("Replays").locator("li").first()).containsText("done");
    }

    @Test
    void findsAMessageAndHowFarItHasCome() {
        client.accept(sent(DESK, chat, id));
        client.accept(receipt(DESK, chat, id, "DELIVERY_ACK"));
        client.accept(receipt(DESK, chat, id, "READ"));
        visitor.at("/");
        page.getByText("Search").click();
        page.getByLabel("Message id, event id or phone number").fill(" " + id + " ");
        visitor.button("Search").click();

        assertThat(visitor.marked("steps")).hasAttribute("data-status", "read");
        assertThat(visitor.marked("steps").locator("li.done")).hasCount(3);
        assertThat(page.locator("ul.events > li")).hasCount(3);
        assertThat(page.locator("ul.deliveries > li > .line > .chip[data-state=delivered]"))
                .hasCount(3);
    }

    @Test
    void findsWhatAPhoneHasWritten() {
        client.accept(message(DESK, chat, id));
        client.accept(message(DESK, chat, unique()));
        visitor.at("/#/search");

        String digits = phone().substring(1);
        page.getByLabel("Message id, event id or phone number")
                .fill("+" + digits.substring(0, 2) + " (" + digits.substring(2, 4) + ") " + digits.substring(4));
        page.keyboard().press("Enter");

        assertThat(visitor.heading("2 events")).isVisible();
        Locator first = page.locator("ul.events > li").filter(new Locator.FilterOptions().setHasText(id));
        first.locator("summary").click();
        assertThat(first.locator("ul.deliveries")).containsText(DESK);
        visitor.at("/#/search?q=nobody-knows-this");
        assertThat(page.getByText("Nothing is known of “nobody-knows-this”.")).isVisible();
    }
}
