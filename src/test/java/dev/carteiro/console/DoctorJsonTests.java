package dev.carteiro.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carteiro.bridge.Doctor.Diagnosis;
import dev.carteiro.bridge.Doctor.Finding;
import dev.carteiro.bridge.Doctor.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class DoctorJsonTests {

    private static final Diagnosis WELL =
            new Diagnosis("loja", "Loja", List.of(new Finding("inbox", Verdict.OK, "It is there.", null)));
    private static final Diagnosis ILL = new Diagnosis(
            "vendas", "Vendas", List.of(new Finding("deliveries", Verdict.PROBLEM, "It is paused.", "Let it go on.")));

    @Test
    void showsEveryBridgeWithItsChecks() {
        assertThat(DoctorJson.all(List.of(WELL, ILL)))
                .isEqualTo(JsonMapper.shared().readTree("""
                {"status":"problems","bridges":[
                  {"name":"loja","instance":"Loja","status":"ok",
                   "checks":[{"check":"inbox","status":"ok","detail":"It is there.","remedy":null}]},
                  {"name":"vendas","instance":"Vendas","status":"problems",
                   "checks":[{"check":"deliveries","status":"problem","detail":"It is paused.","remedy":"Let it go on."}]}]}
                """));
    }

    @Test
    void isWellWhereAllAre() {
        assertThat(DoctorJson.all(List.of(WELL)).path("status").asString("")).isEqualTo("ok");
        assertThat(DoctorJson.all(List.of()).path("status").asString("")).isEqualTo("ok");
    }
}
