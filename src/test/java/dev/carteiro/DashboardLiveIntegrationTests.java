package dev.carteiro;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.carteiro.TestEvents.chat;
import static dev.carteiro.TestEvents.connection;
import static dev.carteiro.TestEvents.message;
import static dev.carteiro.TestEvents.qrcode;
import static dev.carteiro.TestEvents.receipt;
import static dev.carteiro.TestEvents.unique;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the dashboard shows by itself, as it happens. */
@NeedsChromium
@ExtendWith({SharedRouter.Provider.class, Chromium.Provider.class})
class DashboardLiveIntegrationTests {

    private static final String CODE = "2@" + "AbCdEfGh0123456789+/=,".repeat(10);

    private final RouterClient client;
    private final Visitor visitor;
    private final Page page;
    private final String name = "Loja-" + unique();
    private final String chat = chat();

    DashboardLiveIntegrationTests(SharedRouter router, Chromium chromium) {
        this.client = router.client();
        this.visitor = chromium.regular(client);
        this.page = visitor.page();
    }

    @AfterEach
    void complainsOfNothing() {
        page.unrouteAll();
        assertThat(visitor.complaints()).isEmpty();
    }

    private void follow() {
        visitor.at("/#/live?conversation=" + chat);
        assertThat(visitor.marked("live-state")).hasAttribute("data-state", "open");
    }

    private Locator rows() {
        return visitor.marked("live-list").locator("li");
    }

    @CanIgnoreReturnValue
    private String says() {
        String id = unique();
        client.accept(message(name, chat, id));
        return id;
    }

    @Test
    void showsAnEventTheMomentItIsWritten() {
        String before = says();
        follow();
        assertThat(rows()).hasCount(1);

        String now = says();

        assertThat(rows()).hasCount(2);
        assertThat(rows().first()).containsText("Oi, tudo bem? " + now);
        assertThat(rows().last()).containsText("Oi, tudo bem? " + before);
        assertThat(rows().first()).containsText("Ana Souza");
        rows().first().locator("summary").click();
        assertThat(rows().first().locator("pre")).containsText("\"messageId\": \"" + now + "\"");
        rows().first().getByText("Open the event").click();
        assertThat(visitor.heading("Event").first()).isVisible();
        assertThat(page.locator("body")).containsText("No destination wanted this event.");
    }

    @Test
    void showsOnlyWhatIsAskedFor() {
        String id = says();
        follow();
        page.getByLabel("Type").selectOption("message.status");
        assertThat(rows()).hasCount(0);

        says();
        client.accept(receipt(name, chat, id, "READ"));

        assertThat(rows()).hasCount(1);
        assertThat(rows()).containsText("Read");
        page.getByLabel("Type").selectOption("");
        assertThat(rows()).hasCount(3);
        page.getByLabel("Conversation").fill("nobody@s.whatsapp.net");
        page.keyboard().press("Enter");
        assertThat(rows()).hasCount(0);
    }

    @Test
    void standsStillWhileSomebodyReads() {
        says();
        follow();
        visitor.button("Pause").click();

        String last = "";
        for (int i = 0; i < 3; i++) {
            last = says();
        }

        assertThat(visitor.marked("live-state")).containsText("3 waiting");
        assertThat(rows()).hasCount(1);
        visitor.button("Resume").click();
        assertThat(rows()).hasCount(4);
        assertThat(rows().first()).containsText(last);
        visitor.button("Clear").click();
        assertThat(rows()).hasCount(0);
        assertThat(visitor.marked("live-state")).hasText("Live");
    }

    @Test
    void goesOnBehindWhatItHasSeenWhereTheRouterWasAway() {
        AtomicInteger refused = new AtomicInteger();
        page.route("**/events?*conversation=*", route -> {
            if (route.request().url().contains("/api/") || refused.incrementAndGet() > 1) {
                route.resume();
            } else {
                route.fulfill(new Route.FulfillOptions().setStatus(429));
            }
        });
        says();
        visitor.at("/#/live?conversation=" + chat);
        assertThat(visitor.marked("live-state")).hasAttribute("data-state", "lost");
        String missed = says();

        assertThat(visitor.marked("live-state")).hasAttribute("data-state", "open");
        assertThat(rows()).hasCount(2);
        assertThat(rows().first()).containsText(missed);
    }

    @Test
    void saysWhereEventsAreMissing() {
        page.route(
                "**/api/events?*",
                route -> route.fulfill(new Route.FulfillOptions()
                        .setContentType("application/json")
                        .setBody("{\"events\": [{\"id\": \"9000000000000000000\", \"type\": \"message.received\","
                                + " \"position\": \"9000000000000000000\"}], \"next\": null}")));
        follow();

        assertThat(visitor.marked("gap")).hasText("The position asked for lies in the future; following from now on.");
        String next = says();
        assertThat(rows().first()).containsText(next);
    }

    @Test
    void showsACodeUntilThePhoneIsPaired() {
        client.accept(connection(name, "close"));
        visitor.at("/#/instances");
        Locator card = page.locator("ul.instances > li").filter(new Locator.FilterOptions().setHasText(name));
        assertThat(card).containsText("Disconnected");
        Locator code = visitor.marked("qr-" + name);
        assertThat(code).hasCount(0);

        client.accept(qrcode(name, CODE));

        assertThat(code).containsText("Scan this code");
        String image = code.locator("img").getAttribute("src");
        assertThat(InstanceIntegrationTests.read(Base64.getDecoder().decode(image.substring(image.indexOf(',') + 1))))
                .isEqualTo(CODE);
        assertThat(code.locator("img")).hasAttribute("alt", "QR code to connect " + name);

        client.accept(connection(name, "open"));

        assertThat(code).hasCount(0);
        assertThat(card).containsText("Connected");
        assertThat(card).containsText("+5511900001111");
    }
}
