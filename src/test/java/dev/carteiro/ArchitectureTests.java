package dev.carteiro;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameStartingWith;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

@AnalyzeClasses(packages = "dev.carteiro", importOptions = DoNotIncludeTests.class)
class ArchitectureTests {

    /** Each feature and the features it may import. Every name on the right stands on a lower floor. */
    static final Map<String, List<String>> MAY_IMPORT = Map.ofEntries(
            Map.entry("event", List.of()),
            Map.entry("signature", List.of()),
            Map.entry("cluster", List.of("store")),
            Map.entry("config", List.of()),
            Map.entry("network", List.of("config", "trace")),
            Map.entry("store", List.of()),
            Map.entry("openapi", List.of()),
            Map.entry("trace", List.of()),
            Map.entry("evolution", List.of("network")),
            Map.entry("chatwoot", List.of("network")),
            Map.entry("eventlog", List.of("event", "store", "trace")),
            Map.entry("takeover", List.of("event", "eventlog", "store")),
            Map.entry("routing", List.of("event", "config")),
            Map.entry("source", List.of("event", "signature", "config")),
            Map.entry("delivery", List.of("event", "eventlog", "cluster", "store", "trace")),
            Map.entry("destination", List.of("event", "delivery", "signature", "config", "network", "trace")),
            Map.entry(
                    "ingest",
                    List.of(
                            "event",
                            "source",
                            "eventlog",
                            "routing",
                            "delivery",
                            "cluster",
                            "config",
                            "network",
                            "store",
                            "trace",
                            "openapi")),
            Map.entry("listener", List.of("event", "source", "evolution", "delivery", "ingest", "cluster", "store")),
            Map.entry(
                    "instance",
                    List.of(
                            "event",
                            "source",
                            "evolution",
                            "listener",
                            "ingest",
                            "delivery",
                            "cluster",
                            "config",
                            "store")),
            Map.entry(
                    "bridge",
                    List.of(
                            "event",
                            "source",
                            "evolution",
                            "chatwoot",
                            "ingest",
                            "delivery",
                            "destination",
                            "cluster",
                            "config",
                            "network",
                            "store",
                            "takeover")),
            Map.entry(
                    "crew",
                    List.of(
                            "event",
                            "eventlog",
                            "routing",
                            "delivery",
                            "destination",
                            "ingest",
                            "takeover",
                            "config",
                            "network",
                            "store",
                            "openapi")),
            Map.entry("stream", List.of("event", "eventlog", "cluster", "signature", "config", "store", "openapi")),
            Map.entry(
                    "console",
                    List.of(
                            "event",
                            "source",
                            "eventlog",
                            "delivery",
                            "routing",
                            "instance",
                            "stream",
                            "bridge",
                            "signature",
                            "cluster",
                            "config",
                            "network",
                            "store",
                            "openapi")));

    @ArchTest
    static void featuresImportOnlyWhatTheTableAllows(JavaClasses all) {
        MAY_IMPORT.forEach((feature, allowed) -> classes()
                .that()
                .resideInAPackage("dev.carteiro." + feature)
                .should()
                .onlyDependOnClassesThat(resideOutsideOfPackage("dev.carteiro..")
                        .or(resideInAnyPackage(Stream.concat(Stream.of(feature), allowed.stream())
                                .map(name -> "dev.carteiro." + name)
                                .toArray(String[]::new))))
                .allowEmptyShould(true)
                .check(all));
    }

    @ArchTest
    static final ArchRule everyPackageHasAFloor = classes()
            .should()
            .resideInAnyPackage(Stream.concat(
                            Stream.of("dev.carteiro"),
                            MAY_IMPORT.keySet().stream().map(name -> "dev.carteiro." + name))
                    .toArray(String[]::new));

    @ArchTest
    static final ArchRule nothingBlocks = noClasses()
            .should()
            .accessTargetWhere(target(owner(assignableTo(Mono.class).or(assignableTo(Flux.class))))
                    .and(target(nameStartingWith("block"))));

    @ArchTest
    static final ArchRule beansAreMadeInConfigurations = methods()
            .that()
            .areAnnotatedWith(Bean.class)
            .should()
            .beDeclaredInClassesThat()
            .haveSimpleNameEndingWith("Configuration")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule onlyLifecyclesSubscribe = noClasses()
            .that(not(assignableTo(SmartLifecycle.class)))
            .should()
            .accessTargetWhere(target(owner(assignableTo(Mono.class).or(assignableTo(Flux.class))))
                    .and(target(nameStartingWith("subscribe"))
                            .and(not(target(nameStartingWith("subscribeOn")))
                                    .and(not(target(nameStartingWith("subscriberContext")))))));

    @ArchTest
    static final ArchRule eventsArePlainJava = classes()
            .that()
            .resideInAPackage("dev.carteiro.event")
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage("java..", "dev.carteiro.event", "org.jspecify.annotations"));
}
