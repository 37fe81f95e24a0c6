package dev.carteiro.destination;

import static dev.carteiro.destination.TestSettings.NOW;
import static dev.carteiro.destination.TestSettings.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.carteiro.destination.Form.Ready;
import dev.carteiro.destination.Form.Shaped;
import dev.carteiro.destination.Form.Unfit;
import dev.carteiro.event.Recorded;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class TransformTests {

    /** An evaluation may take a second; machines with other work take longer to see that it is over. */
    private static final Duration SOON = Duration.ofSeconds(20);

    private static final String PHONE = "+5511988887777";
    private static final String MESSAGE = """
            {"messageId":"A1","fromMe":false,"sender":{"id":"5511988887777@s.whatsapp.net","phone":"+5511988887777"},
             "content":{"kind":"text","text":"Oi, tudo bem?"},"replyTo":null,"list":[1,2,3],
             "long":12345678901234,"half":0.5,"spam":"%s"}""".formatted("a".repeat(60) + "!");

    private static Transform compile(String expression) {
        return Transform.compile(expression, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    private static Shaped shaped(String expression) {
        return compile(expression).apply(event("message.received", MESSAGE, "{}"));
    }

    private static String json(String expression) {
        Shaped shaped = shaped(expression);
        assertThat(shaped).isInstanceOf(Ready.class);
        Payload payload = ((Ready) shaped).payload();
        assertThat(payload.contentType()).isEqualTo("application/json");
        return new String(payload.bytes(), StandardCharsets.UTF_8);
    }

    private static String reason(String expression) {
        Shaped shaped = shaped(expression);
        assertThat(shaped).isInstanceOf(Unfit.class);
        return ((Unfit) shaped).reason();
    }

    @Test
    void seesTheLastEventOfABurstAndAllOfThem() {
        List<Recorded> burst = List.of(
                event("message.received", "{\"text\":\"Oi\"}", "{}"),
                event("message.sent", "{\"text\":\"tudo bem?\"}", "{}"));
        Shaped shaped = compile(
                        "{\"type\": type, \"last\": data.text, \"all\": events.data.text, \"types\": events.type}")
                .apply(burst);
        assertThat(shaped).isInstanceOf(Ready.class);
        assertThat(new String(((Ready) shaped).payload().bytes(), StandardCharsets.UTF_8))
                .isEqualTo("{\"type\":\"message.sent\",\"last\":\"tudo bem?\",\"all\":[\"Oi\",\"tudo bem?\"],"
                        + "\"types\":[\"message.received\",\"message.sent\"]}");
    }

    @Test
    void seesNoOtherEventsWhereNoneAreGathered() {
        assertThat(json("{\"events\": $exists(events)}")).isEqualTo("{\"events\":false}");
    }

    @Test
    void takesABurstThatIsAltogetherNoLargerThanAnEventMayBe() {
        Recorded large = event("message.received", "{\"text\":\"" + "a".repeat(600 << 10) + "\"}", "{}");
        assertThat(compile("1").apply(List.of(large, large)))
                .isEqualTo(new Unfit("the burst has 1200 KiB, and a transform takes up to 1024 KiB"));
    }

    @Test
    void seesTheCanonicalEvent() {
        assertThat(json("""
                {
                  "text": data.content.text,
                  "from": data.sender.phone,
                  "at": time,
                  "type": type,
                  "id": id,
                  "instance": instance
                }""")).isEqualTo("""
                {"text":"Oi, tudo bem?","from":"+5511988887777","at":"2026-01-02T03:04:05.006Z",\
                "type":"message.received","id":"7","instance":"Ravenna"}""");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    data.content.text           | "Oi, tudo bem?"
                    data.list                   | [1,2,3]
                    data.list[0]                | 1
                    data.long + 1               | 12345678901235
                    data.half * 3               | 1.5
                    4 / 2                       | 2
                    data.fromMe                 | false
                    {'a': data.replyTo}         | {"a":null}
                    {'a': data.nowhere}         | {}
                    [data.content.text]         | ["Oi, tudo bem?"]
                    [1..3]                      | [1,2,3]
                    '' & ''                     | ""
                    /* nothing */ 1 /* more */  | 1
                    """)
    void givesAnyJson(String expression, String expected) {
        assertThat(json(expression)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"data.nowhere", "data.replyTo", "null", "data.list[$ > 5]"})
    void saysSoWhereItGivesNothing(String expression) {
        assertThat(reason(expression)).startsWith("the transform gave nothing for this event");
    }

    @ParameterizedTest
    @ValueSource(strings = {"function($x) { $x }", "{'f': $sum}", "($r := /a/; $r)"})
    void refusesAFunctionForAResult(String expression) {
        assertThat(reason(expression)).isEqualTo("the transform gave a function where JSON is expected");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    $contains('abc', /B/i)                                        | true
                    $contains('a.c', '.')                                         | true
                    $contains('abc', '.')                                         | false
                    $match('ababac', /a(b)?/, 2).groups                           | ["b","b"]
                    $match('xay', /a/).index                                      | 1
                    $match(data.nowhere, /a/) = []                                | false
                    $replace('John Smith', /(\\w+)\\s(\\w+)/, '$2, $1')           | "Smith, John"
                    $replace('265USD', /([0-9]+)USD/, '$$$1')                     | "$265"
                    $replace('aaa', /a/, '$0$0', 2)                               | "aaaaa"
                    $replace('ab', /(a)/, '$12$9$x$')                             | "a2$x$b"
                    $replace('a.a.a', '.', '$1', 1)                               | "a$1a.a"
                    $replace('68F', /(\\d+)F/, function($m) { $m.groups[0] & 'C' }) | "68C"
                    $split('a1b2c', /[0-9]/)                                      | ["a","b","c"]
                    $split('a.b.c', '.', 2)                                       | ["a","b"]
                    $split('abc', '')                                             | ["a","b","c"]
                    $split('aBcD', /(?=[A-Z])/)                                   | ["a","Bc","D"]
                    $split(',a,', ',')                                            | ["","a",""]
                    $join(['a', 'b'], ', ')                                       | "a, b"
                    $join('a')                                                    | "a"
                    $pad('x', -3, '#')                                            | "##x"
                    'abc' ~> $contains('b')                                       | true
                    data.content.text.$split(', ')                                | ["Oi","tudo bem?"]
                    $now()                                                        | "2026-01-02T03:04:05.006Z"
                    $now('[Y0001]-[M01]')                                         | "2026-01"
                    $millis()                                                     | 1767323045006
                    """)
    void hasFunctionsThatWorkAsJsonataDescribesThem(String expression, String expected) {
        assertThat(json(expression)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    ($f := function($n) { $f($n + 1) }; $f(0))                     | the transform takes more than
                    ($f := function($n) { 1 + $f($n + 1) }; $f(0))                 | the transform goes deeper than 500
                    $map([1..1000000], function($i) { {'i': $i} })                 | the transform takes more than
                    [1..10000000]                                                  | the transform makes a value of more
                    [1..1000000].[1..1000000]                                      | the transform takes more than
                    $sum([1..1000000].($ * 2))                                     | the transform takes more than
                    $reduce([1..40], function($a, $i) { $a & $a }, 'abc')          | the transform makes a value of more
                    $reduce([1..40], function($a, $i) { {'a': $a, 'b': $a} }, 'abc') | the transform makes a value of more
                    $reduce([1..40], function($a, $i) { [$a, $a] }, ['abc'])       | the transform makes a value of more
                    $pad('x', 1000000000)                                          | the transform makes a value of more
                    $join([1..1000].$string($), $pad('', 100000))                | the transform makes a value of more
                    $replace($pad('', 10000), / /, $pad('', 10000))                | the transform makes a value of more
                    $replace($pad('', 10000), ' ', $pad('', 10000))                | the transform makes a value of more
                    $sort([1..100000], function($a, $b) { $sum([1..100]) > 0 })    | the transform takes more than
                    true and ($f := function($n) { $f($n) }; $f(0))                | the transform takes more than
                    """)
    void stopsWhatRunsAway(String expression, String reason) {
        long begun = System.nanoTime();
        assertThat(reason(expression)).startsWith(reason);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(SOON);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$contains(data.spam, /^(.*a){20}$/)",
                "$match(data.spam, /^(.*a){20}$/)",
                "$replace(data.spam, /^(.*a){20}$/, '')",
                "$split(data.spam, /^(.*a){20}$/)",
                "$map([data.spam], function($s) { $contains($s, /^(.*a){20}$/) })"
            })
    void stopsARegularExpressionThatRunsAway(String expression) {
        assertThat(reason(expression)).isEqualTo("the transform takes more than 1000 ms");
    }

    @Test
    void isGivenUpWhenItsThreadIsInterrupted() {
        Thread.currentThread().interrupt();
        assertThat(reason("$sum([1..1000].($ * 2))")).isEqualTo("the transform was given up");
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void keepsNothingOfTheEventsThatItHasSeen() throws InterruptedException {
        List<Shaped> shaped = new ArrayList<>();
        Runnable often = () -> {
            Transform transform = compile("$contains(data.content.text, /tudo/)");
            for (int i = 0; i < 20_000; i++) {
                shaped.add(transform.apply(event("message.received", MESSAGE, "{}")));
            }
        };
        // Were each evaluation to stand on the one before, so small a stack would soon be too small.
        Thread thread = new Thread(null, often, "often", 256 << 10);
        thread.start();
        thread.join();
        assertThat(shaped).hasSize(20_000).allSatisfy(each -> assertThat(each).isInstanceOf(Ready.class));
    }

    @Test
    void survivesAResultThatIsTooLarge() {
        String tooLarge = "[1..50].$pad('', 30000)";
        assertThat(reason(tooLarge)).isEqualTo("the transform makes a value of more than 1048576 characters and items");
        assertThat(reason("$pad('', 1048576)")).isEqualTo("the transform gave more than 1024 KiB");
        assertThat(json("$pad('', 1048574)")).hasSize(1_048_576);
    }

    @Test
    void refusesAnEventThatIsTooLarge() {
        String large = "{\"text\":\"" + "x".repeat(1 << 20) + "\"}";
        assertThat(compile("1").apply(event("message.received", large, "{}")))
                .isEqualTo(new Unfit("the event has 1024 KiB, and a transform takes up to 1024 KiB"));
    }

    @Test
    void worksOnAfterItWasStopped() {
        Transform transform = compile("data.spam ? $contains(data.spam, /^(.*a){20}$/) : data.text");
        assertThat(transform.apply(event("message.received", MESSAGE, "{}"))).isInstanceOf(Unfit.class);
        assertThat(transform.apply(event("message.received", "{\"text\":\"Oi\"}", "{}")))
                .isInstanceOf(Ready.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    $number(data.content.text)       | the transform failed with a NumberFormatException
                    -data.sender.phone               | the transform failed: Cannot negate a non-numeric value: "-" (D1002)
                    data.sender.phone < 3            | the transform failed: The values "…" and "3" either side of operator … must be of the same data type (T2009)
                    $sum(data.sender.phone)          | the transform failed at column 5: Argument "…" of function "n" must be an array of … (T0412)
                    $foo(1)                          | the transform failed at column 5: Attempted to invoke a non-function (T1006)
                    $error('no phone')               | the transform failed at column 7: no phone (D3137)
                    $error('no ' & data.sender.phone) | the transform failed at column 7: $error or $assert, with words that come from the event
                    1 / 0                            | the transform failed: Number out of range: "…" (D1001)
                    $map([1], function($i) { -'a' }) | the transform failed: Cannot negate a non-numeric value: "-" (D1002)
                    """)
    void saysWhatFailedWithoutAWordOfTheEvent(String expression, String reason) {
        assertThat(reason(expression)).isEqualTo(reason).doesNotContain(PHONE, "tudo");
    }

    @Test
    void namesTheLineOfALongExpression() {
        assertThat(reason("{\n  \"a\": 1,\n  \"b\": $sum('x')\n}"))
                .startsWith("the transform failed at line 3, column 12: ");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    a b               | column 3: Syntax error: "b" (S0201)#    a b#      ^
                    (1                | column 2: Expected ")" before end of expression (S0203)#    (1#     ^
                    $uppercase(       | column 11: Expected ")" before end of expression (S0203)#    $uppercase(#              ^
                    "abc              | column 4: String literal must be terminated by a matching quote (S0101)#    "abc#       ^
                    $contains(a, /[/) | column 17: No terminating / in regular expression (S0302)#    $contains(a, /[/)#                    ^
                    a.b#.c +          | line 2, column 4: Unexpected end of expression (S0207)#    .c +#       ^
                    $x(/a{2,1}/)      | has a regular expression that is none: Illegal repetition range in /a{2,1}/
                    $eval(data.text)  | uses $eval, which is not there: what somebody writes in a message must not run as a program
                    """)
    void refusesWhatIsNoJsonata(String expression, String sentence) {
        assertThatExceptionOfType(InvalidTransformException.class)
                .isThrownBy(() -> compile(expression.replace('#', '\n')))
                .withMessage(sentence.replace('#', '\n'));
    }

    @Test
    void refusesWhatIsTooLongOrTooDeep() {
        for (String expression : List.of("1+".repeat(60_000) + "1", "(".repeat(50_000), "[".repeat(50_000), " ")) {
            assertThatExceptionOfType(InvalidTransformException.class).isThrownBy(() -> compile(expression));
        }
    }
}
