package dev.carteiro.network;

import java.util.List;

/**
 * {@code carteiro.media}.
 *
 * @param allow hosts and addresses of our own network that media may be fetched from
 */
record MediaSettings(List<String> allow) {

    MediaSettings {
        allow = List.copyOf(allow);
    }
}
