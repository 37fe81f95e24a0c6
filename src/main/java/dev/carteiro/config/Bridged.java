package dev.carteiro.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An entry of {@code carteiro.bridges}, for those who have to know what it stands for and not how it is done.
 *
 * @param instance the WhatsApp instance, which is the entry's own name unless it says otherwise
 * @param source the Evolution source that tells of it; null where any may
 * @param ignore addresses, and endings of addresses such as {@code @g.us}, whose chats are left alone
 */
public record Bridged(
        String name, String instance, @Nullable String source, List<String> ignore) {

    private static final String PATH = "carteiro.bridges";

    /** Stories, broadcast lists and channels are nobody's conversation. */
    private static final List<String> NEVER = List.of("@broadcast", "@newsletter");

    public Bridged {
        ignore = List.copyOf(ignore);
    }

    /** All of them; an instance that two have is reported. */
    public static List<Bridged> in(ConfigTree tree) {
        List<Bridged> bridges = new ArrayList<>();
        Map<String, String> taken = new HashMap<>();
        for (String name : tree.names(PATH)) {
            String path = path(name);
            String instance = tree.bind(path + ".instance", String.class).orElse(name);
            String first = taken.putIfAbsent(instance, name);
            if (first != null) {
                tree.problem(
                        path,
                        "is for the instance \"" + instance + "\", which " + path(first)
                                + " bridges already; take one of them out");
            }
            bridges.add(new Bridged(
                    name,
                    instance,
                    tree.bind(path + ".source", String.class).orElse(null),
                    List.copyOf(tree.bindItems(path + ".ignore", String.class).values())));
        }
        return bridges;
    }

    /** Whether a chat is nobody's conversation, or one of those in {@code ignore}. */
    public static boolean leavesAlone(String chat, List<String> ignore) {
        return NEVER.stream().anyMatch(chat::endsWith) || ignore.stream().anyMatch(one -> is(chat, one));
    }

    /** Whoever wants no people wants none that hide their number behind a LID either. */
    private static boolean is(String chat, String ignored) {
        boolean all = ignored.startsWith("@");
        return (all ? chat.endsWith(ignored) : chat.equals(ignored))
                || (ignored.equals("@s.whatsapp.net") && chat.endsWith("@lid"));
    }

    /** Where its keys stand. */
    public static String path(String name) {
        return PATH + "." + name;
    }

    /** The destination that writes into Chatwoot. */
    public String toChatwoot() {
        return name + "-chatwoot";
    }

    /** The destination that sends to WhatsApp. */
    public String toWhatsApp() {
        return name + "-whatsapp";
    }
}
