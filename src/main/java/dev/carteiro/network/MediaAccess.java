package dev.carteiro.network;

import dev.carteiro.config.ConfigPart;
import dev.carteiro.config.ConfigTree;
import java.util.ArrayList;
import java.util.List;

/** Where media may be fetched from besides the public internet, as configured now. */
public final class MediaAccess implements ConfigPart {

    private static final String PATH = "carteiro.media";

    private volatile AllowList current = AllowList.NOTHING;

    AllowList current() {
        return current;
    }

    @Override
    public Runnable prepare(ConfigTree tree) {
        if (tree.bind(PATH, MediaSettings.class).isEmpty()) { // nothing there, or something that is reported by now
            return () -> current = AllowList.NOTHING;
        }
        List<String> entries = new ArrayList<>();
        tree.bindItems(PATH + ".allow", String.class).forEach((path, entry) -> {
            String problem = AllowList.problem(entry);
            if (problem == null) {
                entries.add(entry);
            } else {
                tree.problem(path, problem);
            }
        });
        AllowList next = AllowList.of(entries);
        return () -> current = next;
    }
}
