package dev.carteiro.config;

import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What is wrong with a configuration, gathered so that one look at it is enough. */
final class Problems {

    private final Set<Problem> found = new LinkedHashSet<>();

    void add(Place place, String path, String what) {
        found.add(new Problem(place, path, what));
    }

    /** Each once, as sentences, in the order of the lines. */
    List<String> sentences() {
        return found.stream()
                .sorted(Comparator.comparingInt(problem -> problem.place().line()))
                .map(Problem::toString)
                .toList();
    }

    boolean at(Place place) {
        return found.stream().anyMatch(problem -> problem.place().equals(place));
    }

    List<String> sentencesAt(Place place) {
        return found.stream()
                .filter(problem -> problem.place().equals(place))
                .map(Problem::toString)
                .toList();
    }

    private record Problem(Place place, String path, String what) {

        @Override
        public String toString() {
            return path.isEmpty() ? place + ": " + what : place + ": " + path + ": " + what;
        }
    }
}
