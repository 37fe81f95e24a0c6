package dev.carteiro.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carteiro.bridge.Doctor.Diagnosis;
import dev.carteiro.bridge.Doctor.Finding;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

class DoctorTests {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Doctor doctor = new Doctor(
            () -> List.of(plan("vendas", "Vendas"), plan("loja", "Loja")),
            plan -> Flux.just(
                    Finding.ok("first", "It is."),
                    plan.name().equals("loja")
                            ? Finding.problem("second", "It is not.", "Make it so.")
                            : Finding.unknown("second", "Nobody says.")));

    private static Plan plan(String name, String instance) {
        return new Plan(name, instance, Options.USUAL, null, null);
    }

    @Test
    void looksAtAllBridgesInTheOrderOfTheirNames() {
        StepVerifier.create(doctor.all().map(Diagnosis::bridge))
                .expectNext("loja", "vendas")
                .expectComplete()
                .verify(PATIENCE);
    }

    @Test
    void findsABridgeByItsInstance() {
        StepVerifier.create(doctor.of("Vendas"))
                .assertNext(diagnosis -> {
                    assertThat(diagnosis.bridge()).isEqualTo("vendas");
                    assertThat(diagnosis.findings()).extracting(Finding::check).containsExactly("first", "second");
                })
                .expectComplete()
                .verify(PATIENCE);
        StepVerifier.create(doctor.of("vendas")).expectComplete().verify(PATIENCE);
    }

    @Test
    void callsABridgeWellWhereNothingIsToBeDone() {
        StepVerifier.create(doctor.all().map(Diagnosis::well))
                .expectNext(false, true)
                .expectComplete()
                .verify(PATIENCE);
    }
}
