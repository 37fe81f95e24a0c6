package dev.carteiro.fake;

import java.util.List;

/** A webhook of a whole Chatwoot account. */
record HookRow(long id, String name, String url, List<String> subscriptions, String secret) {

    HookRow {
        subscriptions = List.copyOf(subscriptions);
    }
}
