package dev.carteiro.console;

import dev.carteiro.bridge.Doctor;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.web.annotation.WebEndpoint;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/** {@code /actuator/doctor}: what is wrong with the bridges, and what to do. */
@WebEndpoint(id = "doctor")
final class DoctorEndpoint {

    private final Doctor doctor;

    DoctorEndpoint(Doctor doctor) {
        this.doctor = doctor;
    }

    /** {@code GET}: all bridges. */
    @ReadOperation
    public Mono<JsonNode> all() {
        return doctor.all().collectList().map(DoctorJson::all);
    }

    /** {@code GET …/{instance}}: the bridge of one instance; 404 where it has none. */
    @ReadOperation
    public Mono<JsonNode> one(@Selector String instance) {
        return doctor.of(instance)
                .map(DoctorJson::one)
                .switchIfEmpty(Mono.error(() -> ApiProblem.notFound("There is no bridge of an instance " + instance
                        + "; GET /actuator/doctor shows all that there are.")));
    }
}
