package dev.carteiro.crew;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carteiro.config.ConfigTree;
import dev.carteiro.delivery.Destination;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CrewReaderTests {

    private static final String URL = "url: \"http://crew:8000/answer\", ";

    private static ConfigTree tree(String settings) {
        return ConfigTree.of(
                "carteiro: { destinations: { agents: { type: crewai, " + settings + " } } }", name -> null);
    }

    private static List<String> problems(String settings) {
        ConfigTree tree = tree(settings);
        Destination made = CrewCheck.adapter().make(tree, "carteiro.destinations.agents", "agents");
        assertThat(made == null).isEqualTo(!tree.problems().isEmpty());
        return tree.problems();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "mode: kickoff, format: raw|sends inputs and no event",
                "mode: kickoff, timeout: 5s|poll.give-up says",
                "mode: kickoff, result: callback|set carteiro.public-url",
                "mode: kickoff, inputs: '{'|inputs",
                "inputs: '{}'|which are for mode: kickoff",
                "result: poll|no result or human-input",
                "transform: '{'|transform",
                "answer: result|is a JSON pointer",
                "status-url: 'http://crew/status'|needs {id}",
                "statuses: [closed]|open, pending, resolved or snoozed",
                "most-per-minute: 0|1 or more",
                "human-for: 0s|more than nothing",
                "'poll: { every: 1s, give-up: 100ms }'|no less than every",
                "'debounce: { quiet: 0s }'|quiet",
                "unles-human: true|did you mean",
            })
    void saysWhatIsWrong(String settings, String part) {
        assertThat(problems(URL + settings)).singleElement().asString().contains(part);
    }

    @Test
    void readsWhatIsRight() {
        assertThat(problems(URL + "token: t, answer: /result/raw, statuses: [pending, open], late: note"))
                .isEmpty();
        assertThat(problems(URL + "mode: kickoff, inputs: '{\"topic\": data.content.text}', result: poll"))
                .isEmpty();
        assertThat(problems("token: t")).singleElement().asString().contains("url");
    }

    @Test
    void leavesTheCrewItsTimeAndEveryEventItsOwnQuestion() {
        Destination made = Objects.requireNonNull(
                CrewCheck.adapter().make(tree(URL + "timeout: 40s"), "carteiro.destinations.agents", "agents"));
        assertThat(made.policy().timeout()).isGreaterThan(Duration.ofSeconds(40));
        assertThat(made.once()).isFalse();
    }
}
