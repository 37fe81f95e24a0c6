package dev.carteiro.instance;

import java.util.List;
import java.util.Map;

/**
 * What came of making an instance.
 *
 * @param notes what whoever asked should know, a sentence each
 */
public record Creation(Instance instance, Pairing pairing, List<String> notes) {

    public Creation {
        notes = List.copyOf(notes);
    }

    /**
     * What to make: {@code settings} are further members of Evolution's {@code POST /instance/create}.
     *
     * @param source whose server is to run it; empty where there is only one
     */
    public record Wish(String source, String name, Map<String, Object> settings) {

        public Wish {
            settings = Map.copyOf(settings);
        }
    }
}
