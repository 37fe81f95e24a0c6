package dev.carteiro.ingest;

import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Parses what arrives, within bounds, and says in plain words what is wrong with what is not JSON. */
final class JsonBody {

    private static final int DEEPEST = 500;

    private final JsonMapper json;

    JsonBody(long limit) {
        StreamReadConstraints bounds = StreamReadConstraints.builder()
                .maxNestingDepth(DEEPEST)
                .maxStringLength((int) Math.min(limit, Integer.MAX_VALUE - 8))
                .build();
        json = JsonMapper.builder(
                        JsonFactory.builder().streamReadConstraints(bounds).build())
                .build();
    }

    /** Fails with a {@link RequestRefusedException} where the bytes are not one JSON value. */
    JsonNode parse(byte[] body) {
        if (body.length == 0) {
            throw RequestRefusedException.notJson("The body is empty; send JSON.");
        }
        try {
            JsonNode tree = json.readTree(LongStrings.leftOut(body));
            if (tree.isMissingNode()) {
                throw RequestRefusedException.notJson("The body is blank; send JSON.");
            }
            return tree;
        } catch (StreamConstraintsException bound) {
            throw RequestRefusedException.notJson("The body is JSON beyond all measure: nested deeper than " + DEEPEST
                    + " levels, or with a number or name of absurd length.");
        } catch (JacksonException malformed) {
            throw RequestRefusedException.notJson("The body is not JSON in UTF-8: " + where(malformed) + ".");
        }
    }

    /** Where it breaks, without what is there: the body may hold what must not be repeated. */
    private static String where(JacksonException malformed) {
        String message = malformed.getOriginalMessage();
        String kind = message.contains("UTF-8")
                ? "invalid UTF-8"
                : message.contains("end-of-input") ? "it ends too soon" : "it breaks";
        return malformed.getLocation() == null
                ? kind
                : kind + " at line " + malformed.getLocation().getLineNr() + ", column "
                        + malformed.getLocation().getColumnNr();
    }
}
