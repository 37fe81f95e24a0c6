package dev.carteiro.console;

import dev.carteiro.openapi.Operation;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;

/** The routes to WhatsApp instances. */
final class InstanceApi {

    private static final String NONE = "There is no instance of that name";
    private static final String SEVERAL = "Several sources have an instance of that name; ?source= says which";

    private static final Operation LIST = Operation.of("Lists the WhatsApp instances and how each stands")
            .query("source", "Only those of this source")
            .answers("The instances, by name", "instance-list.json");

    private static final Operation ONE = of("Shows an instance").answers("The instance", "instance.json");

    private static final Operation QR =
            of("Shows the code to pair an instance with; where none has come by itself, its server is asked for up to half a minute")
                    .answers(
                            "The code, or why there is none; never one that has expired",
                            "instance-qr.json",
                            "instance-no-qr.json")
                    .answers(HttpStatus.OK, "The same as a picture, with Accept: image/png", MediaType.IMAGE_PNG);

    private static final Operation PNG =
            of("Shows the code as a picture").answers(HttpStatus.OK, "The picture", MediaType.IMAGE_PNG);

    private static final Operation CREATE = Operation.of(
                    "Makes an instance, has its events sent to us, and begins to pair it")
            .takes("instance-create.json", "instance-create-evolution.json")
            .answers(
                    HttpStatus.CREATED,
                    "The instance, with its first code where there is one yet",
                    MediaType.APPLICATION_JSON,
                    "instance-created.json")
            .refuses(HttpStatus.BAD_REQUEST, "A member that there is not, or no name")
            .refuses(HttpStatus.NOT_FOUND, "No such source, or none with an Evolution server")
            .refuses(HttpStatus.CONFLICT, "There is one already, or several servers could run it")
            .refuses(HttpStatus.UNPROCESSABLE_CONTENT, "Nothing would be heard of it, or its server refuses it")
            .refuses(HttpStatus.BAD_GATEWAY, "Its server failed, or does not take our key")
            .refuses(HttpStatus.GATEWAY_TIMEOUT, "Its server cannot be reached");

    private static final Operation CONNECT = asked("Begins to pair an instance, or shows the code that is good now")
            .query("number", "The number of the phone, in digits, for a code to be typed there")
            .answers("The code, or why there is none", "instance-qr.json", "instance-no-qr.json");

    private static final Operation RESTART =
            asked("Opens an instance's connection to WhatsApp anew").answers("The instance as it was", "instance.json");

    private static final Operation LOGOUT =
            asked("Unpairs an instance's phone").answers("The instance as it was", "instance.json");

    private static final Operation DELETE = asked("Deletes an instance where it runs, and forgets it")
            .answers("The instance as it was", "instance.json");

    private InstanceApi() {}

    private static Operation of(String summary) {
        return Operation.of(summary)
                .path("name", "The instance's name")
                .query("source", "Whose it is, where several sources have one of that name")
                .refuses(HttpStatus.NOT_FOUND, NONE)
                .refuses(HttpStatus.CONFLICT, SEVERAL);
    }

    private static Operation asked(String summary) {
        return of(summary)
                .refuses(HttpStatus.UNPROCESSABLE_CONTENT, "No Evolution server of ours runs it, or that one refuses")
                .refuses(HttpStatus.BAD_GATEWAY, "Its server failed, or does not take our key")
                .refuses(HttpStatus.GATEWAY_TIMEOUT, "Its server cannot be reached");
    }

    static RouterFunction<ServerResponse> routes(InstanceHandler instances) {
        return RouterFunctions.route()
                .GET("/api/instances", instances::list)
                .withAttributes(LIST)
                .POST("/api/instances", instances::create)
                .withAttributes(CREATE)
                .GET("/api/instances/{name}", instances::one)
                .withAttributes(ONE)
                .DELETE("/api/instances/{name}", instances::delete)
                .withAttributes(DELETE)
                .GET("/api/instances/{name}/qr", instances::qr)
                .withAttributes(QR)
                .GET("/api/instances/{name}/qr.png", instances::png)
                .withAttributes(PNG)
                .POST("/api/instances/{name}/connect", instances::connect)
                .withAttributes(CONNECT)
                .POST("/api/instances/{name}/restart", instances::restart)
                .withAttributes(RESTART)
                .POST("/api/instances/{name}/logout", instances::logout)
                .withAttributes(LOGOUT)
                .build();
    }
}
