package dev.carteiro.destination;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carteiro.config.ConfigTree;
import dev.carteiro.delivery.Destination;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.netty.http.client.HttpClient;

class DestinationMakerTests {

    private final DestinationMaker maker = new DestinationMaker(HttpClient.create(), Clock.systemUTC());
    private final List<Destination> made = new ArrayList<>();

    private List<String> problems(String crm) {
        return problemsOf("carteiro:\n  destinations:\n    crm:\n" + crm.indent(6));
    }

    private List<String> problemsOf(String yaml) {
        ConfigTree tree = ConfigTree.of(yaml, variable -> null);
        tree.bindAll("carteiro.destinations", DestinationSettings.class).forEach((name, settings) -> {
            Destination destination = maker.make(tree, "carteiro.destinations." + name, name, settings);
            if (destination != null) {
                made.add(destination);
            }
        });
        return tree.problems();
    }

    @Test
    void makesWhatIsDocumented() throws IOException {
        assertThat(problemsOf(Files.readString(Path.of("docs", "carteiro.yml"))))
                .isEmpty();
        assertThat(made).extracting(Destination::name).containsExactly("agents", "crm", "archive");
    }

    @Test
    void sendsTheRequestItselfOnceAndEveryOtherFormForEachEvent() {
        assertThat(problems("url: http://crm")).isEmpty();
        assertThat(problems("url: http://crm\nformat: cloudevents")).isEmpty();
        assertThat(problems("url: http://crm\ntransform: data.content.text")).isEmpty();
        assertThat(made).extracting(Destination::once).containsExactly(true, false, false);
    }

    @Test
    void takesAFormatOrATransformAndNotBoth() {
        assertThat(problems("url: http://crm\nformat: raw\ntransform: data"))
                .containsExactly(
                        "carteiro.yml:3: carteiro.destinations.crm: has a format and a transform, and only one of"
                                + " them can be sent");
    }

    @Test
    void showsWhereATransformIsWrong() {
        assertThat(problems("url: http://crm\ntransform: |\n  {\n    \"text\": data.content text\n  }"))
                .containsExactly("""
                        carteiro.yml:5: carteiro.destinations.crm.transform: line 2, column 27: Expected "}", got "text"\
                         (S0202)
                              "text": data.content text
                                                      ^""");
        assertThat(made).isEmpty();
    }
}
