package dev.carteiro;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map.Entry;
import java.util.stream.Stream;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One of the files that {@code docker stack deploy} takes, with its anchors and merges resolved. */
record StackFile(Path path, JsonNode content) {

    private static final Path STACK = Path.of("docker-stack.yml");

    static StackFile stack() {
        return read(STACK);
    }

    /** What may be deployed along with the stack. */
    static List<StackFile> overlays() {
        try (Stream<Path> files = Files.list(Path.of("deploy"))) {
            return files.filter(file -> file.getFileName().toString().matches("stack\\.[a-z]+\\.yml"))
                    .sorted()
                    .map(StackFile::read)
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    static List<StackFile> all() {
        return Stream.concat(Stream.of(stack()), overlays().stream()).toList();
    }

    private static StackFile read(Path path) {
        try {
            Object tree = new Yaml().load(Files.readString(path));
            return new StackFile(path, JsonMapper.shared().valueToTree(tree));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The services that are described here, by name; not those to which only a few lines are added. */
    Stream<Entry<String, JsonNode>> services() {
        return parts("services").filter(service -> service.getValue().has("image"));
    }

    /** The members of {@code section}, by name. */
    Stream<Entry<String, JsonNode>> parts(String section) {
        return content.path(section).properties().stream();
    }

    JsonNode service(String name) {
        return content.path("services").path(name);
    }

    String text() {
        try {
            return Files.readString(path);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
