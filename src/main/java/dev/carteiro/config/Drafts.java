package dev.carteiro.config;

import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes drafts of what a file says and of what was set at run time. */
final class Drafts {

    private static final Logger log = LoggerFactory.getLogger(Drafts.class);

    private final String file;
    private final Function<String, @Nullable String> variables;

    Drafts(String file, Function<String, @Nullable String> variables) {
        this.file = file;
        this.variables = variables;
    }

    /** A supplement that cannot be used is left out: it was sound when it was set, and must not keep the rest away. */
    Draft of(String text, List<ConfigPart> asked, List<Supplement> supplements) {
        List<Supplement> used = supplements;
        while (true) {
            Draft draft = strict(text, asked, used);
            List<Supplement> faulty = draft.tree().faulty(used);
            if (faulty.isEmpty()) {
                return draft;
            }
            faulty.forEach(one -> log.error(
                    "event=bridge-left-out bridge={} problems=\"{}\"",
                    one.name(),
                    String.join("; ", draft.tree().problems(one))));
            used = used.stream().filter(one -> !faulty.contains(one)).toList();
        }
    }

    /** The same, and what is wrong with a supplement is wrong with the draft. */
    Draft strict(String text, List<ConfigPart> asked, Collection<Supplement> supplements) {
        return Draft.of(ConfigTree.of(file, text, variables, supplements), asked);
    }

    /** While the router runs, a file is refused for that; but one that does not start cannot be told to let the other go. */
    List<Supplement> withoutWritten(String text, List<Supplement> kept) {
        List<Supplement> both = ConfigTree.of(file, text, variables).written(kept);
        both.forEach(one -> log.error(
                "event=bridge-left-out bridge={} problems=\"{} has a bridge of this name as well as {}; the file counts\"",
                one.name(),
                file,
                one.origin()));
        return kept.stream().filter(one -> !both.contains(one)).toList();
    }
}
