package dev.carteiro.instance;

import dev.carteiro.store.Text;

/** Which instance of which source; a name that no index would hold is shortened. */
record InstanceId(String source, String name) {

    InstanceId {
        name = Text.indexable(name);
    }
}
