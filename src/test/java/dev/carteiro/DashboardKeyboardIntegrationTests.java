package dev.carteiro;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.carteiro.TestEvents.chat;
import static dev.carteiro.TestEvents.message;
import static dev.carteiro.TestEvents.unique;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The dashboard without a mouse. */
@NeedsChromium
@ExtendWith({SharedRouter.Provider.class, Chromium.Provider.class})
class DashboardKeyboardIntegrationTests {

    /** Everything that can be used, numbered; how many these are. */
    private static final String NUMBER = """
            () => {
                const all = [...document.querySelectorAll('a[href], button, input, select, summary, [tabindex="0"]')]
                    .filter((node) => node.checkVisibility() && !node.disabled);
                all.forEach((node, at) => node.number = at);
                return all.length;
            }""";

    /** The number of what has the focus, if that can be seen. */
    private static final String FOCUSED = """
            () => {
                const node = document.activeElement;
                const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(node);
                const seen = (outlineStyle !== 'none' && outlineWidth !== '0px') || boxShadow !== 'none';
                return node === document.body ? -1 : seen ? node.number : node.outerHTML;
            }""";

    /** As if one had just come: the next Tab leads to the first thing of all. */
    private static final String FROM_THE_BEGINNING = """
            () => {
                const first = document.createElement('button');
                document.body.prepend(first);
                first.focus();
                first.remove();
            }""";

    private static final String OUTSIDE =
            "() => document.activeElement !== document.body && !document.activeElement.closest('dialog')";

    private final RouterClient client;
    private final Visitor visitor;
    private final Page page;
    private final SharedRouter router;
    private final String id = unique();

    DashboardKeyboardIntegrationTests(SharedRouter router, Chromium chromium) {
        this.router = router;
        this.client = router.client();
        this.visitor = chromium.regular(client);
        this.page = visitor.page();
    }

    @AfterEach
    void complainsOfNothing() {
        new Operations(client).run("desk", "resume");
        assertThat(visitor.complaints()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/#/destinations/desk", "/#/live?conversation=nobody", "/#/search?q=nobody-knows-this"})
    void reachesEverythingAndShowsWhereItIs(String address) {
        visitor.at(address);
        int count = (Integer) page.evaluate(NUMBER);
        page.evaluate(FROM_THE_BEGINNING);

        List<Object> reached = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            page.keyboard().press("Tab");
            reached.add(page.evaluate(FOCUSED));
        }

        assertThat(count).isGreaterThan(10);
        assertThat(reached)
                .containsExactlyElementsOf(IntStream.range(0, count).boxed().toList());
    }

    @Test
    void skipsWhatIsTheSameEverywhere() {
        visitor.at("/#/dead");
        page.evaluate(FROM_THE_BEGINNING);

        page.keyboard().press("Tab");
        assertThat(page.getByText("Skip to the content")).isFocused();
        page.keyboard().press("Enter");

        assertThat(page.locator("main")).isFocused();
        page.keyboard().press("Tab");
        assertThat(page.getByLabel("Destination")).isFocused();
    }

    @Test
    void goesToAnotherViewAndBeginsThere() {
        visitor.at("/");
        page.locator("nav a[href='#/live']").focus();

        page.keyboard().press("Enter");

        assertThat(page.locator("main h1")).hasText("Live");
        assertThat(page.locator("main")).isFocused();
    }

    @Test
    void staysInADialogUntilItIsClosedAndGoesBackThen() {
        visitor.at("/#/destinations/desk");
        visitor.button("Change").focus();
        page.keyboard().press("Enter");
        assertThat(visitor.dialog().getByLabel("Address")).isFocused();

        for (int i = 0; i < 8; i++) {
            page.keyboard().press("Tab");
            assertThat(page.evaluate(OUTSIDE)).isEqualTo(false);
        }
        page.keyboard().press("Escape");

        assertThat(visitor.dialog()).hasCount(0);
        assertThat(visitor.button("Change")).isFocused();
    }

    @Test
    void keepsTheFocusWhereAViewIsDrawnAnew() {
        visitor.at("/#/destinations/desk");
        visitor.button("Pause desk").focus();

        page.keyboard().press("Enter");
        assertThat(visitor.button("Resume desk")).isFocused();
        page.keyboard().press("Enter");

        assertThat(visitor.button("Pause desk")).isFocused();
    }

    @Test
    void beginsAtTheTopWhereWhatHadTheFocusIsGone() {
        router.peer("desk")
                .when(request -> request.text().contains(id))
                .respond(503)
                .forFirst(1)
                .respond(200);
        Operator operator = new Operator(client);
        String event = operator.settled("desk", client.accept(message("desk", chat(), id)), "retrying");
        visitor.at("/#/destinations/desk");
        visitor.button("Retry now: desk").focus();

        page.keyboard().press("Enter");
        operator.settled("desk", event, "delivered");
        visitor.looksAgain();

        assertThat(visitor.button("Retry now: desk")).hasCount(0);
        assertThat(page.locator("main h1")).isFocused();
    }
}
