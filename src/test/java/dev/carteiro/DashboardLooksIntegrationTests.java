package dev.carteiro;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.carteiro.TestEvents.chat;
import static dev.carteiro.TestEvents.connection;
import static dev.carteiro.TestEvents.message;
import static dev.carteiro.TestEvents.qrcode;
import static dev.carteiro.TestEvents.receipt;
import static dev.carteiro.TestEvents.sent;
import static dev.carteiro.TestEvents.unique;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How each view looks, wide and narrow, light and dark, in both languages; pictures of it are left for people to look at. */
@NeedsChromium
@ExtendWith({SharedRouter.Provider.class, Chromium.Provider.class})
class DashboardLooksIntegrationTests {

    private static final Path PICTURES = Path.of("target", "screenshots");
    private static final String DESK = "desk";

    /** What is wrong with a page as somebody sees it who does not see it, or has but a phone. */
    private static final String FAULTS = """
            () => {
                const faults = [];
                const tell = (what, node) => faults.push(`${what}: ${node.outerHTML.slice(0, 120)}`);
                const shown = (node) => node.checkVisibility() && !node.closest('[inert], [aria-hidden=true]');
                const all = (selector) => [...document.querySelectorAll(selector)].filter(shown);
                const name = (node) => node.getAttribute('aria-label')
                    || (node.getAttribute('aria-labelledby') ?? '').split(' ').map((id) => document.getElementById(id)?.textContent ?? '').join('')
                    || [...(node.labels ?? [])].map((label) => label.textContent).join('')
                    || (['INPUT', 'SELECT'].includes(node.nodeName) ? '' : node.textContent)
                    || node.querySelector('img')?.alt;
                all('button, a, input, select, textarea, summary, [tabindex="0"], section, nav, table, progress, [role=img], [role=group]')
                    .filter((node) => !(name(node) ?? '').trim()).forEach((node) => tell('has no name', node));
                all('img:not([alt])').forEach((node) => tell('has no text instead', node));
                const levels = all('h1, h2, h3, h4').map((node) => Number(node.nodeName[1]));
                levels.forEach((level, at) => level - (levels[at - 1] ?? 0) > 1 && faults.push(`h${level} stands at ${at} of ${levels}`));
                if (levels.filter((level) => level === 1).length !== 1) faults.push(`headings are ${levels}`);
                if (all('main').length !== 1) faults.push('main is not there once');
                const ids = [...document.querySelectorAll('[id]')].map(({ id }) => id);
                ids.filter((id, at) => ids.indexOf(id) !== at).forEach((id) => faults.push(`${id} is there twice`));
                const wide = document.documentElement;
                if (wide.scrollWidth > wide.clientWidth) {
                    all('body *').filter((node) => node.getBoundingClientRect().right > wide.clientWidth + 1).slice(0, 5)
                        .forEach((node) => tell(`${wide.scrollWidth} wide on ${wide.clientWidth}`, node));
                }
                const texts = document.body.innerText;
                (texts.match(/\\[[a-z-]+\\.[a-z.-]+\\]|undefined|NaN|\\[object|\\{[a-z]+\\}/g) ?? []).forEach((text) => faults.push(text));
                return faults;
            }""";

    private final RouterClient client;
    private final SharedRouter router;
    private final Chromium chromium;

    DashboardLooksIntegrationTests(SharedRouter router, Chromium chromium) {
        this.client = router.client();
        this.router = router;
        this.chromium = chromium;
    }

    /** A view's address, and what is there when it is complete. */
    private record View(String address, String complete) {}

    /** Each view by its name, with something in it. */
    private Map<String, View> views() {
        String chat = chat();
        String id = unique();
        String dead = new Operator(client)
                .dead(router.peer(DESK), DESK, chat, List.of(unique()))
                .getFirst();
        client.accept(sent(DESK, chat, id));
        client.accept(receipt(DESK, chat, id, "READ"));
        client.accept(connection("Ravenna", "open"));
        client.accept(connection("Recanto", "close"));
        client.accept(qrcode("Recanto", "2@" + unique() + "AbCdEfGh0123456789+/=,".repeat(10)));
        client.accept(message("Ravenna", chat, unique()));
        Map<String, View> views = new LinkedHashMap<>();
        views.put("overview", new View("/#/", ".destination"));
        views.put("destination", new View("/#/destinations/" + DESK, "flow-chart canvas"));
        views.put("dead-letters", new View("/#/dead?destination=" + DESK, "tbody tr"));
        views.put("delivery", new View("/#/deliveries/" + dead + "." + DESK, ".attempts li"));
        views.put("event", new View("/#/events/" + dead, ".deliveries li"));
        views.put("message", new View("/#/search?q=" + id, ".steps"));
        views.put("phone", new View("/#/search?q=" + chat.substring(0, chat.indexOf('@')), ".events li"));
        views.put("live", new View("/#/live", "live-list li"));
        views.put("numbers", new View("/#/instances", ".pairing img"));
        return views;
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "pt-BR"})
    void looksGoodOnEachScreen(String language) {
        try (Visitor visitor = chromium.visitor(client, language)) {
            visitor.at("/");
            look(visitor, "sign-in", language);
            visitor.signedIn().page().reload();
            views().forEach((name, view) -> {
                visitor.at(view.address());
                assertThat(visitor.page().locator(view.complete()).first()).isVisible();
                look(visitor, name, language);
            });
            assertThat(visitor.complaints()).isEmpty();
        }
    }

    /** Other words do not look otherwise in the dark. */
    private static List<ColorScheme> themes(String language) {
        return language.equals("en") ? List.of(ColorScheme.LIGHT, ColorScheme.DARK) : List.of(ColorScheme.LIGHT);
    }

    private static void look(Visitor visitor, String view, String language) {
        Page page = visitor.page();
        for (int width : List.of(1280, 360)) {
            page.setViewportSize(width, 1200);
            for (ColorScheme theme : themes(language)) {
                page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(theme));
                String name = view + "-" + theme.name().toLowerCase(Locale.ROOT) + "-" + width + "-" + language;
                page.screenshot(new Page.ScreenshotOptions().setPath(PICTURES.resolve(name + ".png")));
            }
            // By now the chart has the width that it should have: a picture is only taken of what has been drawn.
            assertThat((List<?>) page.evaluate(FAULTS))
                    .as(view + " at " + width)
                    .isEmpty();
        }
        assertThat(page.locator("html")).hasAttribute("lang", language);
    }
}
