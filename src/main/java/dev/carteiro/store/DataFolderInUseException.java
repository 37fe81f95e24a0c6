package dev.carteiro.store;

import java.nio.file.Path;

/** Another router holds the data folder. */
final class DataFolderInUseException extends RuntimeException {

    DataFolderInUseException(Path folder) {
        super("CARTEIRO_DATA (" + folder + ") is in use by another Carteiro.");
    }
}
