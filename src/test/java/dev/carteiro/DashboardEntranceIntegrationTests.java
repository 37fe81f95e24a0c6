package dev.carteiro;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.SameSiteAttribute;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who gets into the dashboard, and who does not. */
@NeedsChromium
@ExtendWith({SharedRouter.Provider.class, Chromium.Provider.class})
class DashboardEntranceIntegrationTests {

    private final RouterClient client;
    private final Visitor visitor;
    private final Page page;

    DashboardEntranceIntegrationTests(SharedRouter router, Chromium chromium) {
        this.client = router.client();
        this.visitor = chromium.visitor(client, "en-US");
        this.page = visitor.page();
    }

    @AfterEach
    void complainsOfNothing() {
        visitor.close();
        assertThat(visitor.complaints()).isEmpty();
    }

    private void signIn(String token) {
        page.getByLabel("Admin token").fill(token);
        visitor.button("Sign in").click();
    }

    @Test
    void takesTheTokenAndNothingElse() {
        visitor.at("/");
        assertThat(visitor.heading("Sign in to Carteiro")).isVisible();
        assertThat(page.getByLabel("Admin token")).isFocused();

        signIn("not-the-token");

        assertThat(page.locator("#login-problem")).hasText("That is not the admin token.");
        assertThat(page.getByLabel("Admin token")).hasAttribute("aria-invalid", "true");
        assertThat(page.context().cookies()).isEmpty();

        signIn(" " + RouterClient.ADMIN + " ");

        assertThat(visitor.marked("headline")).isVisible();
        assertThat(page.context().cookies()).singleElement().satisfies(cookie -> {
            assertThat(cookie.httpOnly).isTrue();
            assertThat(cookie.sameSite).isEqualTo(SameSiteAttribute.STRICT);
        });
        page.reload();
        assertThat(visitor.marked("headline")).isVisible();
    }

    @Test
    void takesTheTokenOutOfTheAddressAtOnce() {
        visitor.at("/#token=" + RouterClient.ADMIN);

        assertThat(visitor.marked("headline")).isVisible();
        assertThat(page).hasURL(client.address("/").toString());
        assertThat(page.evaluate("JSON.stringify([sessionStorage, localStorage, history.state, document.cookie])"))
                .asString()
                .doesNotContain(RouterClient.ADMIN);
        visitor.at("/#/dead");
        assertThat(page.locator("a[aria-current=page]")).hasText("Dead letters");
        page.goBack();
        assertThat(page).hasURL(client.address("/").toString());
    }

    @Test
    void saysThatATokenInTheAddressIsOld() {
        visitor.at("/#token=of-last-year");

        assertThat(page.locator("#login-problem")).hasText("The token in that address is not good any more.");
        assertThat(page).hasURL(client.address("/").toString());
    }

    @Test
    void letsGoOfWhoeverSignsOut() {
        visitor.signedIn().at("/#/search?q=5511988887777");

        visitor.button("Sign out").click();

        assertThat(visitor.heading("Sign in to Carteiro")).isVisible();
        assertThat(page.context().cookies()).isEmpty();
        assertThat(page).hasURL(client.address("/").toString());
        page.reload();
        assertThat(visitor.heading("Sign in to Carteiro")).isVisible();
    }

    @Test
    void asksAgainWhereTheSessionHasEndedAndGoesOnWhereItWas() {
        visitor.signedIn().at("/#/dead");
        visitor.context().clearCookies();
        page.getByText("Numbers").click();

        assertThat(page.locator("#login-problem")).hasText("Your session has ended. Please sign in again.");
        signIn(RouterClient.ADMIN);

        assertThat(page.locator("a[aria-current=page]")).hasText("Numbers");
        assertThat(page.locator("main h1")).hasText("Numbers");
    }
}
