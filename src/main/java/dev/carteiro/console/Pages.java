package dev.carteiro.console;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** The dashboard's files, which hold no secret and are for everybody. Nothing is found but what was here at the start. */
final class Pages {

    private static final String FOLDER = "/dashboard/";
    private static final String START = "/";
    private static final Set<HttpMethod> READING = Set.of(HttpMethod.GET, HttpMethod.HEAD);

    private static final String WEBJARS = "META-INF/resources/webjars/";

    /** The only files of other people's, under names that do not change with their versions. */
    private static final Map<String, String> LIBRARIES = Map.of(
            "lib/chart.js", WEBJARS + "chart.js/4.5.1/dist/chart.umd.js",
            "lib/pico.css", WEBJARS + "picocss__pico/2.1.1/css/pico.min.css");

    /** No inline script or style, and nothing from elsewhere; the page is framed by nobody. */
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                    + " connect-src 'self'; font-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self';"
                    + " frame-ancestors 'none'";

    private final Map<String, PageFile> files = new HashMap<>();

    private Pages() {}

    /** Reads all of them. */
    static Pages load() {
        Pages pages = new Pages();
        try {
            pages.readFolder();
            for (Map.Entry<String, String> library : LIBRARIES.entrySet()) {
                pages.put(library.getKey(), new ClassPathResource(library.getValue()));
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("The dashboard's files cannot be read", failure);
        }
        pages.files.put(START, pages.required(FOLDER + "index.html"));
        return pages;
    }

    private void readFolder() throws IOException {
        PathMatchingResourcePatternResolver resolver = new PathMatchingResourcePatternResolver();
        String folder = resolver.getResource("classpath:" + FOLDER).getURL().toString();
        for (Resource resource : resolver.getResources("classpath:" + FOLDER + "**")) {
            String url = resource.getURL().toString();
            boolean isFolder = url.endsWith("/") || !resource.isReadable();
            if (!isFolder) {
                put(url.substring(folder.length()), resource);
            }
        }
    }

    private void put(String name, Resource resource) throws IOException {
        files.put(FOLDER + name, new PageFile(name, resource.getContentAsByteArray()));
    }

    private PageFile required(String path) {
        PageFile file = files.get(path);
        if (file == null) {
            throw new IllegalStateException("The dashboard has no " + path);
        }
        return file;
    }

    /** Whether this asks for one of them, or for one that is not there. */
    static boolean concern(ServerHttpRequest request) {
        String path = request.getPath().value();
        return READING.contains(request.getMethod()) && (path.equals(START) || path.startsWith(FOLDER));
    }

    RouterFunction<ServerResponse> routes() {
        return RouterFunctions.resources(this::find, Pages::describe);
    }

    /** Paths are taken as they came, with nothing decoded: none of them leads out of the folder. */
    private Mono<Resource> find(ServerRequest request) {
        return Mono.justOrEmpty(files.get(request.requestPath().value()));
    }

    private static void describe(Resource resource, HttpHeaders headers) {
        if (resource instanceof PageFile file) {
            file.describe(headers);
        }
        headers.setCacheControl("no-cache");
        headers.set("Content-Security-Policy", POLICY);
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("Referrer-Policy", "no-referrer");
        headers.set("Cross-Origin-Opener-Policy", "same-origin");
    }
}
