package dev.carteiro.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carteiro.config.ConfigTree;
import dev.carteiro.destination.DestinationCheck;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What neither half of a bridge can be, because a conversation's messages go over one by one. */
class BridgeReaderTests {

    private static final String CHATWOOT = "url: \"http://chatwoot\", account: 1, token: a-token";
    private static final String EVOLUTION = "url: \"http://evolution\", api-key: a-key";

    private static List<String> problems(String chatwoot, String evolution) {
        ConfigTree tree = ConfigTree.of(
                """
                carteiro:
                  destinations:
                    inbox: { type: chatwoot, %s, %s }
                    whatsapp: { type: evolution, %s, %s }
                  bridges:
                    Ravenna:
                      chatwoot: { %s, %s }
                      evolution: { %s }
                    Vendas:
                      chatwoot: { %s }
                      evolution: { %s, %s }
                """.formatted(
                                CHATWOOT, chatwoot, EVOLUTION, evolution, CHATWOOT, chatwoot, EVOLUTION, CHATWOOT,
                                EVOLUTION, evolution),
                variable -> null);
        assertThat(DestinationCheck.part(List.of(new BridgeReader(Senders.NONE)))
                        .prepare(tree))
                .isNotNull();
        return tree.problems();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "debounce: {}|.debounce: cannot be here: a conversation's messages are delivered one by one",
                "order: none |.order: cannot be none here: a conversation would get its messages in any order"
            })
    void refusesWhatWouldNotKeepMessagesOneByOne(String key, String problem) {
        assertThat(problems(key, key))
                .containsExactlyInAnyOrder(
                        "carteiro.yml:3: carteiro.destinations.inbox" + problem,
                        "carteiro.yml:4: carteiro.destinations.whatsapp" + problem,
                        "carteiro.yml:7: carteiro.bridges.Ravenna.chatwoot" + problem,
                        "carteiro.yml:11: carteiro.bridges.Vendas.evolution" + problem);
    }
}
