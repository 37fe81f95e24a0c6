package dev.carteiro.console;

import dev.carteiro.instance.Creation.Wish;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.springframework.web.reactive.function.server.ServerRequest;
import reactor.core.publisher.Mono;

/** The body of {@code POST /api/instances}: our words or Evolution's own, whose further settings go to it as they are. */
final class InstanceWish {

    private static final String EXAMPLE = "{\"name\": \"Ravenna\"}";

    private static final Pattern NAME = Pattern.compile("(?!\\.+$)[^\\p{Cntrl}/\\\\?#]{1,100}");

    private static final List<String> TEXTS = List.of(
            "integration",
            "number",
            "token",
            "businessId",
            "msgCall",
            "proxyHost",
            "proxyPort",
            "proxyProtocol",
            "proxyUsername",
            "proxyPassword");

    private static final List<String> SWITCHES = List.of(
            "rejectCall", "groupsIgnore", "alwaysOnline", "readMessages", "readStatus", "syncFullHistory", "qrcode");

    private InstanceWish() {}

    static Mono<Wish> of(ServerRequest request) {
        List<String> known = new ArrayList<>(List.of("name", "instanceName", "source"));
        known.addAll(TEXTS);
        known.addAll(SWITCHES);
        return Members.of(request, known, EXAMPLE).map(InstanceWish::read);
    }

    private static Wish read(Members members) {
        String name = members.text("name");
        if (name == null) {
            name = members.text("instanceName");
        }
        if (name == null) {
            throw ApiProblem.badRequest("The instance has no name; send something like " + EXAMPLE + ".");
        }
        if (!NAME.matcher(name).matches()) {
            throw ApiProblem.badRequest(
                    "name has at most 100 characters, none of / \\ ? # among them, and something beside dots: it becomes part"
                            + " of URLs.");
        }
        String source = members.text("source");
        Map<String, Object> settings = new LinkedHashMap<>();
        for (String key : TEXTS) {
            String text = members.text(key);
            if (text != null) {
                settings.put(key, text);
            }
        }
        for (String key : SWITCHES) {
            Boolean on = members.bool(key);
            if (on != null) {
                settings.put(key, on);
            }
        }
        return new Wish(source == null ? "" : source, name, settings);
    }
}
