package dev.carteiro.console;

import dev.carteiro.openapi.Operation;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;

/** The routes to bridges and to the import of what was said before them. */
final class ImportApi {

    private static final String NONE = "The instance has no bridge, or that has imported nothing";

    private static final Operation LIST = Operation.of(
                    "Lists the bridges of WhatsApp instances and Chatwoot inboxes that are in force")
            .answers("The bridges, by name, each with its last import", "bridge-list.json");

    private static final Operation START = Operation.of(
                    "Begins to write into Chatwoot what was said in the last days, as far as Evolution has kept it")
            .path("instance", "The instance's name")
            .takes("import-request.json")
            .answers(HttpStatus.ACCEPTED, "It has begun", MediaType.APPLICATION_JSON, "import-begun.json")
            .refuses(HttpStatus.BAD_REQUEST, "No days, or not 1 to 90 of them")
            .refuses(HttpStatus.NOT_FOUND, "The instance has no bridge")
            .refuses(HttpStatus.CONFLICT, "One is running");

    private static final Operation PROGRESS = Operation.of("Shows how far the import of an instance's bridge has come")
            .path("instance", "The instance's name")
            .answers("The last import; while it runs, reason says why it waits", "import.json")
            .refuses(HttpStatus.NOT_FOUND, NONE);

    private static final Operation CANCEL = Operation.of("Ends an import; what is written stays")
            .path("instance", "The instance's name")
            .answers("The import; one that has ended stays as it is", "import.json")
            .refuses(HttpStatus.NOT_FOUND, NONE);

    private ImportApi() {}

    static RouterFunction<ServerResponse> routes(ImportHandler imports) {
        return RouterFunctions.route()
                .GET("/api/bridges", imports::list)
                .withAttributes(LIST)
                .POST("/api/bridges/{instance}/import", imports::start)
                .withAttributes(START)
                .GET("/api/bridges/{instance}/import", imports::one)
                .withAttributes(PROGRESS)
                .DELETE("/api/bridges/{instance}/import", imports::cancel)
                .withAttributes(CANCEL)
                .build();
    }
}
