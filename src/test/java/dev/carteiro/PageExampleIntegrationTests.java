package dev.carteiro;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.carteiro.RouterClient.eventually;
import static dev.carteiro.TestEvents.message;
import static dev.carteiro.TestEvents.unique;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.json.JsonMapper;

/** What docs/browsers.md shows for Next.js and React, as it is written there: the route in Node, the hook in a page of another origin. */
@NeedsChromium
@NeedsNode
@ExtendWith({SharedRouter.Provider.class, Chromium.Provider.class})
class PageExampleIntegrationTests {

    private static final String PAGE = """
            <!doctype html><html lang="en"><title>Inbox</title><link rel="icon" href="data:,"><main id="root"></main>
            <script src="/react.js"></script><script src="/react-dom.js"></script>
            <script type="importmap">{ "imports": { "react": "/react-module.js" } }</script>
            <script type="module">
              import { useCarteiro } from '/use-carteiro.js';
              const { createElement, useState } = React;
              const add = (one) => (all) => [...all, one];
              function Inbox() {
                const [messages, setMessages] = useState([]);
                const [gaps, setGaps] = useState([]);
                const state = useCarteiro({
                  url: 'http://carteiro',
                  onEvent: (event) => event.type === 'message.received' && setMessages(add(event.data.messageId)),
                  onGap: (gap) => setGaps(add(gap.reason)),
                });
                return createElement('div', null,
                  createElement('output', null, state),
                  createElement('ol', null, messages.map((id) => createElement('li', { key: id }, id))),
                  createElement('ul', null, gaps.map((gap, i) => createElement('li', { key: i }, gap))));
              }
              ReactDOM.createRoot(document.getElementById('root')).render(createElement(Inbox));
            </script></html>
            """;

    private static final String REACT =
            "const { useEffect, useRef, useState } = React; export { useEffect, useRef, useState };";

    private final RouterClient client;
    private final Visitor visitor;
    private final AtomicInteger tokens = new AtomicInteger();

    PageExampleIntegrationTests(SharedRouter router, Chromium chromium) {
        client = router.client();
        visitor = chromium.visitor(client, "en");
    }

    @AfterEach
    void close() {
        visitor.close();
    }

    @Test
    void showsEachMessageOnceAlsoOverANewToken() {
        Page page = visitor.page();
        page.route(SharedConfig.ORIGIN + "/**", this::serve);
        page.navigate(SharedConfig.ORIGIN + "/");
        assertThat(page.locator("output")).hasText("open");
        String first = received();
        assertThat(page.locator("ol li")).hasText(new String[] {first});

        eventually().until(() -> {
            page.waitForTimeout(10); // Playwright answers the page's requests only while it is asked for something
            return tokens.get() == 2;
        });
        List<String> more = IntStream.range(0, 5).mapToObj(i -> received()).toList();
        assertThat(page.locator("ol li"))
                .hasText(Stream.concat(Stream.of(first), more.stream()).toArray(String[]::new));
        assertThat(page.locator("output")).hasText("open");
        assertThat(page.locator("ul li")).hasCount(0);
        assertThat(visitor.complaints()).isEmpty();
    }

    private String received() {
        String id = unique();
        client.accept(message("Ravenna", "5511988887777@s.whatsapp.net", id));
        return id;
    }

    private void serve(Route route) {
        String path = Path.of("/")
                .relativize(Path.of(URI.create(route.request().url()).getPath()))
                .toString();
        switch (path) {
            case "" ->
                fulfil(
                        route,
                        "text/html",
                        PAGE.replace("http://carteiro", client.address("").toString()));
            case "react.js" -> fulfil(route, "text/javascript", webJar("react/18.3.1/umd/react.production.min.js"));
            case "react-dom.js" ->
                fulfil(route, "text/javascript", webJar("react-dom/18.3.1/umd/react-dom.production.min.js"));
            case "react-module.js" -> fulfil(route, "text/javascript", REACT);
            case "use-carteiro.js" -> fulfil(route, "text/javascript", example("app/use-carteiro.js"));
            case "api/carteiro" -> fulfil(route, "application/json", token());
            default -> route.abort();
        }
    }

    private static void fulfil(Route route, String type, String body) {
        route.fulfill(new Route.FulfillOptions().setContentType(type).setBody(body));
    }

    /** The first one is soon over; the next one is what the example's route gets. */
    private String token() {
        return tokens.incrementAndGet() == 1
                ? client.admin(
                                "POST",
                                "/api/subscriptions",
                                "{\"instances\":[\"Ravenna\"],\"types\":[\"message.*\"],\"ttl\":\"3s\"}")
                        .text()
                : answerOfTheRoute();
    }

    private String answerOfTheRoute() {
        try {
            ProcessBuilder builder = new ProcessBuilder(Node.command(), "--input-type=module");
            builder.environment().put("CARTEIRO_URL", client.address("").toString());
            builder.environment().put("CARTEIRO_ADMIN_TOKEN", RouterClient.ADMIN);
            builder.redirectError(ProcessBuilder.Redirect.INHERIT);
            Process node = builder.start();
            String program = example("app/api/carteiro/route.js") + "console.log(await (await GET()).text());\n";
            try (var in = node.getOutputStream()) {
                in.write(program.getBytes(StandardCharsets.UTF_8));
            }
            String answer = new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(JsonMapper.shared().readTree(answer).path("token").asString(""))
                    .as(answer)
                    .isNotEmpty();
            return answer;
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** The block of code that begins with a comment that names its file. */
    private static String example(String file) {
        try {
            Matcher block = Pattern.compile("```js\n(// " + Pattern.quote(file) + "\n.*?)```", Pattern.DOTALL)
                    .matcher(Files.readString(Path.of("docs", "browsers.md")));
            assertThat(block.find()).as(file).isTrue();
            return block.group(1);
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static String webJar(String file) {
        try (InputStream in =
                PageExampleIntegrationTests.class.getResourceAsStream("/META-INF/resources/webjars/" + file)) {
            return new String(Objects.requireNonNull(in, file).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
