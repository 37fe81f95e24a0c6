package dev.carteiro;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the jar that is shipped says that it is made of. */
class BillOfMaterialsIntegrationTests {

    private static final String BILL = "META-INF/sbom/application.cdx.json";
    private static final String LIBRARIES = "BOOT-INF/lib/";

    @Test
    void itNamesEachLibraryInTheJarWithItsLicence() throws IOException {
        try (ZipFile jar = new ZipFile(RouterProcess.jar())) {
            JsonNode bill = read(jar);
            Set<String> named = bill.path("components")
                    .valueStream()
                    .map(component -> component.path("name").asString("") + "-"
                            + component.path("version").asString(""))
                    .collect(Collectors.toSet());
            List<String> there = jar.stream()
                    .map(entry -> entry.getName())
                    .filter(name -> name.startsWith(LIBRARIES) && name.endsWith(".jar"))
                    .map(name -> name.substring(LIBRARIES.length()))
                    .filter(name -> !name.startsWith("spring-boot-jarmode-tools")) // the plugin adds it afterwards
                    .toList();

            assertThat(bill.path("bomFormat").asString("")).isEqualTo("CycloneDX");
            assertThat(there)
                    .hasSizeGreaterThan(100)
                    .allSatisfy(
                            library -> assertThat(library).matches(found -> named.contains(plain(found)), "is named"));
            assertThat(bill.path("components").valueStream())
                    .as("licences")
                    .allMatch(component -> component.path("licenses").size() > 0);
        }
    }

    /** Without the platform that a native library is for. */
    private static String plain(String library) {
        return library.replaceFirst("(-(linux|osx|windows)-\\w+)?\\.jar$", "");
    }

    private static JsonNode read(ZipFile jar) throws IOException {
        try (InputStream bill = jar.getInputStream(jar.getEntry(BILL))) {
            return JsonMapper.shared().readTree(bill);
        }
    }
}
