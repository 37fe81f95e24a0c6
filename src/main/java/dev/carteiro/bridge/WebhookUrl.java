package dev.carteiro.bridge;

import dev.carteiro.config.ConfigTree;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.UriUtils;

/** Where Chatwoot is to send what happens in the inbox of a bridge. */
final class WebhookUrl {

    private WebhookUrl() {}

    /**
     * With the token that the source asks for, since Chatwoot sends no headers of ours; null where nobody has said how we
     * are reached.
     */
    static @Nullable String of(ConfigTree tree, String instance) {
        URI publicUrl = tree.bind("carteiro.public-url", URI.class).orElse(null);
        if (publicUrl == null) {
            return null;
        }
        String token = token(tree);
        return publicUrl.toString().replaceFirst("/+$", "") + "/chatwoot/webhook/" + Names.encoded(instance)
                + (token == null ? "" : "?token=" + UriUtils.encode(token, StandardCharsets.UTF_8));
    }

    private static @Nullable String token(ConfigTree tree) {
        for (String name : tree.names("carteiro.sources")) {
            String path = "carteiro.sources." + name;
            if (tree.bind(path + ".type", String.class).orElse(name).equals("chatwoot")) {
                return tree.bindItems(path + ".token", String.class).values().stream()
                        .filter(token -> !token.isBlank())
                        .findFirst()
                        .orElse(null);
            }
        }
        return null;
    }
}
