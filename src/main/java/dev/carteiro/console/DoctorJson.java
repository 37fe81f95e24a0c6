package dev.carteiro.console;

import dev.carteiro.bridge.Doctor.Diagnosis;
import dev.carteiro.bridge.Doctor.Finding;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Diagnoses as {@code /actuator/doctor} shows them. Trees, because the actuator leaves nulls out of maps. */
final class DoctorJson {

    private static final JsonMapper JSON = JsonMapper.shared();

    private DoctorJson() {}

    static JsonNode all(List<Diagnosis> diagnoses) {
        ObjectNode json =
                JSON.createObjectNode().put("status", status(diagnoses.stream().allMatch(Diagnosis::well)));
        json.putArray("bridges").addAll(diagnoses.stream().map(DoctorJson::one).toList());
        return json;
    }

    static JsonNode one(Diagnosis diagnosis) {
        ObjectNode json = JSON.createObjectNode()
                .put("name", diagnosis.bridge())
                .put("instance", diagnosis.instance())
                .put("status", status(diagnosis.well()));
        json.putArray("checks")
                .addAll(diagnosis.findings().stream().map(DoctorJson::check).toList());
        return json;
    }

    private static String status(boolean well) {
        return well ? "ok" : "problems";
    }

    private static JsonNode check(Finding finding) {
        return JSON.createObjectNode()
                .put("check", finding.check())
                .put("status", finding.verdict().word())
                .put("detail", finding.detail())
                .put("remedy", finding.remedy());
    }
}
