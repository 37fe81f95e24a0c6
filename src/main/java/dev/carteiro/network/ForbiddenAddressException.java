package dev.carteiro.network;

import java.io.IOException;
import java.net.InetAddress;

/** A host has an address that nobody outside may make us connect to. */
final class ForbiddenAddressException extends IOException {

    ForbiddenAddressException(String host, InetAddress address) {
        super(host + " has the address " + address.getHostAddress()
                + ", which is not public; carteiro.media.allow lists what may be fetched from nevertheless");
    }
}
