package dev.carteiro;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carteiro.RouterClient.Answer;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.ParseOptions;
import io.swagger.v3.parser.core.models.SwaggerParseResult;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.result.method.RequestMappingInfoHandlerMapping;
import tools.jackson.databind.JsonNode;

/** What {@code /openapi.json} says is what the router does. */
@ExtendWith(SharedRouter.Provider.class)
class DocumentIntegrationTests {

    private static final Pattern ROUTE = Pattern.compile("\\((GET|POST|PUT|PATCH|DELETE) && (/\\S*)\\)");

    private final SharedRouter router;
    private final RouterClient client;
    private final JsonNode document;

    DocumentIntegrationTests(SharedRouter router) {
        this.router = router;
        this.client = router.client();
        this.document = client.get("/openapi.json");
    }

    @Test
    void isSoundInTheEyesOfAReaderThatOthersHaveWritten() {
        ParseOptions options = new ParseOptions();
        options.setResolve(true);
        SwaggerParseResult result = new OpenAPIV3Parser().readContents(document.toString(), List.of(), options);

        assertThat(result.getMessages()).isNullOrEmpty();
        assertThat(result.getOpenAPI().getPaths())
                .hasSameSizeAs(document.path("paths").propertyNames());
    }

    @Test
    void namesEveryRouteThereIsAndNoOther() {
        Set<String> routes = new TreeSet<>(Documented.WEBHOOKS);
        for (RouterFunction<?> function : router.beans(RouterFunction.class)) {
            Matcher route = ROUTE.matcher(function.toString());
            while (route.find()) {
                routes.add(route.group(1) + " " + route.group(2));
            }
        }
        for (RequestMappingInfoHandlerMapping mapping : router.beans(RequestMappingInfoHandlerMapping.class)) {
            mapping.getHandlerMethods()
                    .keySet()
                    .forEach(info -> info.getPatternsCondition()
                            .getPatterns()
                            .forEach(pattern -> info.getMethodsCondition()
                                    .getMethods()
                                    .forEach(method -> routes.add(method + " "
                                            + pattern.getPatternString().replace("{*", "{")))));
        }

        assertThat(routes).contains("GET /api/events", "GET /actuator/health");
        assertThat(Documented.in(document)).extracting(Documented::name).containsExactlyInAnyOrderElementsOf(routes);
    }

    @Test
    void saysOfEachOperationWhatItDoesAndAnswers() {
        assertThat(Documented.in(document)).allSatisfy(operation -> {
            assertThat(operation.json().path("summary").asString(""))
                    .as(operation.name())
                    .matches("[A-Z].{10,}[^.]");
            assertThat(operation.json().path("responses").propertyNames())
                    .as(operation.name())
                    .containsAnyOf("101", "200", "201", "202", "204");
            assertThat(operation.parameters("path")).as(operation.name()).hasSize((int)
                    operation.path().chars().filter(c -> c == '{').count());
        });
        assertThat(Documented.in(document))
                .extracting(operation -> operation.json().path("operationId").asString(""))
                .doesNotHaveDuplicates();
    }

    @Test
    void saysForWhichOperationsTheTokenIsNeeded() {
        assertThat(Documented.in(document)).allSatisfy(operation -> {
            Answer answer =
                    client.send(client.request(operation.asked()).method(operation.method(), BodyPublishers.noBody()));
            JsonNode security = operation.json().path("security");
            assertThat(answer.status() == 401)
                    .as(operation.name())
                    .isEqualTo(security.isMissingNode() || security.toString().contains("subscription"));
        });
    }

    @Test
    void namesTheQueryParametersThatAreTaken() {
        List<Documented> asking = Documented.in(document).stream()
                .filter(operation -> !operation.parameters("query").isEmpty())
                .toList();

        assertThat(asking).hasSizeGreaterThan(1).allSatisfy(operation -> {
            Answer answer = client.send(
                    operation.method(),
                    operation.asked() + "?no-such-parameter=1",
                    "Authorization",
                    "Bearer " + RouterClient.ADMIN);
            assertThat(answer.status()).as(operation.name()).isEqualTo(400);
            assertThat(answer.json().path("detail").asString(""))
                    .isEqualTo("There is no parameter no-such-parameter; there are "
                            + String.join(", ", operation.parameters("query")) + ".");
        });
    }

    @Test
    void isMadeOnce() {
        assertThat(client.get("/openapi.json")).isEqualTo(document);
        assertThat(document.path("openapi").asString("")).startsWith("3.1");
    }
}
