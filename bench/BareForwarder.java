import java.util.Objects;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.server.HttpServer;

/** The floor of this stack: passes each request on and keeps nothing, so the sender waits for the receiver. */
final class BareForwarder {

    private BareForwarder() {}

    public static void main(String[] arguments) {
        String forwardUrl = Objects.requireNonNull(System.getenv("FORWARD_URL"), "FORWARD_URL");
        int port = Integer.parseInt(Objects.requireNonNull(System.getenv("PORT"), "PORT"));
        HttpClient client = HttpClient.create();
        HttpServer.create()
                .host("127.0.0.1")
                .port(port)
                .handle((request, response) -> client.headers(headers -> headers.set("Content-Type", "application/json")
                                .set("Content-Length", request.requestHeaders().get("Content-Length")))
                        .post()
                        .uri(forwardUrl)
                        .send(request.receive().retain())
                        .responseSingle((answer, body) -> body.asByteArray()
                                .flatMap(bytes -> response.status(answer.status())
                                        .header("Content-Type", "application/json")
                                        .header("Content-Length", Integer.toString(bytes.length))
                                        .sendByteArray(Mono.just(bytes))
                                        .then())))
                .bindNow()
                .onDispose()
                .block();
    }
}
