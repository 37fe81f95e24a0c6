package dev.carteiro;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** What {@code docs/dependencies.md} says against what {@code pom.xml} asks for. */
class DependenciesTests {

    private static final Pattern NAME = Pattern.compile("`([^`]+)`");

    @Test
    void eachDirectDependencyHasAReasonAKeeperAndALicence() throws Exception {
        List<String[]> rows = Files.readAllLines(Path.of("docs", "dependencies.md")).stream()
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.substring(1).split("\\|", -1))
                .toList();
        Set<String> told = new TreeSet<>();
        rows.forEach(row -> told.addAll(names(row[0])));

        assertThat(rows).allSatisfy(row -> {
            assertThat(row).as(row[0]).hasSize(5);
            assertThat(row).as(row[0]).startsWith(row[0]).noneMatch(cell -> cell.equals("  "));
        });
        assertThat(asked())
                .isNotEmpty()
                .allSatisfy(dependency -> assertThat(told)
                        .as(dependency)
                        .anyMatch(name -> name.endsWith("*")
                                ? dependency.startsWith(name.substring(0, name.length() - 1))
                                : dependency.equals(name)));
    }

    /** Those of a row's first cell; one that begins with a hyphen goes on from the first one's first word. */
    private static List<String> names(String cell) {
        List<String> names =
                NAME.matcher(cell).results().map(found -> found.group(1)).toList();
        Matcher word = Pattern.compile("^[^-]+").matcher(names.getFirst());
        String first = word.find() ? word.group() : "";
        return names.stream()
                .map(name -> name.startsWith("-") ? first + name : name)
                .toList();
    }

    /** The artifacts of all dependencies in the POM, those of its profiles as well, that are not only a version. */
    private static List<String> asked() throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        NodeList all =
                factory.newDocumentBuilder().parse(Path.of("pom.xml").toFile()).getElementsByTagName("dependency");
        return IntStream.range(0, all.getLength())
                .mapToObj(i -> (Element) all.item(i))
                .filter(dependency -> !dependency
                        .getParentNode()
                        .getParentNode()
                        .getNodeName()
                        .equals("dependencyManagement"))
                .map(dependency -> dependency
                        .getElementsByTagName("artifactId")
                        .item(0)
                        .getTextContent()
                        .strip())
                .toList();
    }
}
