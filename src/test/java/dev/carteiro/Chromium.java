package dev.carteiro;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ReducedMotion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** The Chromium of this machine: started for the first test of a JVM that asks for it, ended after the last. */
final class Chromium implements AutoCloseable {

    static final String MISSING =
            "There is no /usr/bin/chromium: the tests of the dashboard in a real browser are skipped";

    /** Conditions are waited for so long, in milliseconds: a busy machine is no failure. */
    static final double PATIENCE = 30_000;

    private static final Path PROGRAM = Path.of("/usr/bin/chromium");
    private static final boolean AVAILABLE = find();

    /** As root there is no sandbox; and nothing is asked of anybody on the network. */
    private static final List<String> FLAGS = List.of(
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            // A page that a test serves counts as one of the internet, which may not reach a router on this machine.
            "--disable-features=LocalNetworkAccessChecks");

    private final Playwright playwright;
    private final Browser browser;
    private @Nullable Visitor regular;

    private Chromium() {
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE);
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(PROGRAM)
                        .setTimeout(2 * PATIENCE)
                        .setArgs(FLAGS));
    }

    static boolean available() {
        return AVAILABLE;
    }

    private static boolean find() {
        boolean found = Files.isExecutable(PROGRAM);
        if (!found) {
            System.err.println(MISSING);
        }
        return found;
    }

    /** Somebody whose browser has never been at this router, and who reads that language. */
    Visitor visitor(RouterClient router, String language) {
        return new Visitor(
                router,
                browser.newContext(new Browser.NewContextOptions()
                        .setLocale(language)
                        .setViewportSize(1280, 900)
                        .setReducedMotion(ReducedMotion.REDUCE)));
    }

    /** Somebody who has been signed in since the first test, reads English, and goes from view to view. */
    Visitor regular(RouterClient router) {
        if (regular == null) {
            regular = visitor(router, "en-US").signedIn();
        }
        return regular;
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }

    /** Hands the one Chromium to tests that ask for it. */
    static final class Provider implements ParameterResolver {

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext extension) {
            return parameter.getParameter().getType() == Chromium.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext extension) {
            return extension
                    .getRoot()
                    .getStore(ExtensionContext.Namespace.GLOBAL)
                    .computeIfAbsent(Chromium.class, type -> new Chromium());
        }
    }
}
