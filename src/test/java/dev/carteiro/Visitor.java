package dev.carteiro;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.Cookie;
import dev.carteiro.RouterClient.Answer;
import java.util.ArrayList;
import java.util.List;

/** Somebody at the dashboard, with a browser that writes down what goes wrong in it. */
final class Visitor implements AutoCloseable {

    private static final String VIOLATIONS = """
            addEventListener('securitypolicyviolation',
                ({ violatedDirective, blockedURI }) => console.error(`forbidden by ${violatedDirective}: ${blockedURI}`));
            """;

    private final RouterClient router;
    private final BrowserContext context;
    private final Page page;
    private final List<String> complaints = new ArrayList<>();

    Visitor(RouterClient router, BrowserContext context) {
        this.router = router;
        this.context = context;
        context.setDefaultTimeout(Chromium.PATIENCE);
        context.addInitScript(VIOLATIONS);
        page = context.newPage();
        page.onConsoleMessage(this::heard);
        page.onPageError(complaints::add);
    }

    /** A refusal that the page asked for is no fault of the page. */
    private void heard(ConsoleMessage message) {
        if (message.type().equals("error") && !message.text().contains("responded with a status of 4")) {
            complaints.add(message.text());
        }
    }

    Page page() {
        return page;
    }

    BrowserContext context() {
        return context;
    }

    /** What the browser's console has had of errors since somebody asked, and what the page's security policy has forbidden. */
    List<String> complaints() {
        List<String> heard = List.copyOf(complaints);
        complaints.clear();
        return heard;
    }

    /** Has a session from the beginning. */
    @CanIgnoreReturnValue
    Visitor signedIn() {
        Answer begun = router.post("/api/session", "{\"token\":\"" + RouterClient.ADMIN + "\"}");
        assertThat(begun.status()).as(begun.text()).isEqualTo(204);
        String cookie = begun.header("set-cookie");
        int value = cookie.indexOf('=') + 1;
        context.addCookies(List.of(new Cookie("carteiro-session", cookie.substring(value, cookie.indexOf(';')))
                .setUrl(router.address("").toString())));
        return this;
    }

    /** Opens an address, such as {@code /#/dead}, and sees the view when it has its data. */
    @CanIgnoreReturnValue
    Visitor at(String address) {
        // Where only what is behind the # is another, the page stays, and so does the view for a moment.
        page.evaluate("document.title = 'left'");
        String wanted = router.address(address).toString();
        if (page.url().equals(wanted)) {
            page.reload();
        } else {
            page.navigate(wanted);
        }
        assertThat(page).not().hasTitle("left");
        assertThat(page.locator("h1")).isVisible();
        assertThat(page.locator("[aria-busy=true]:visible")).hasCount(0);
        return this;
    }

    /** Comes back to the page from elsewhere, which reads everything anew. */
    void looksAgain() {
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))");
    }

    Locator button(String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    Locator heading(String name) {
        return page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName(name));
    }

    /** The dialog that is open. */
    Locator dialog() {
        return page.getByRole(AriaRole.DIALOG);
    }

    /** A button of the dialog that is open. */
    Locator answer(String name) {
        return dialog().getByRole(
                        AriaRole.BUTTON,
                        new Locator.GetByRoleOptions().setName(name).setExact(true));
    }

    Locator marked(String testId) {
        return page.getByTestId(testId);
    }

    @Override
    public void close() {
        context.close();
    }
}
