package dev.carteiro.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MarkdownTests {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "*b*|**b**",
                "_i_|*i*",
                "~s~|~~s~~",
                "um *dois* _três_ ~quatro~.|um **dois** *três* ~~quatro~~.",
                "*_ambos_*|***ambos***",
                "_*ambos*_|***ambos***",
                "*negrito com _itálico_ dentro*|**negrito com *itálico* dentro**",
                "(*b*), \"_i_\"!|(**b**), \"*i*\"!",
                "*é*|**é**",
                "*👍*|**👍**",
                "*a _b* c_|**a _b** c_",
                "> *b*|> **b**",
                "* item *b*|* item **b**",
                "- _i_|- *i*",
                "1. *b*|1. **b**",
                "*https://x.example/a_b_c*|**https://x.example/a_b_c**",
            })
    void writesWhatsAppsMarksAsMarkdown(String whatsapp, String chatwoot) {
        assertThat(Markdown.toChatwoot(whatsapp)).isEqualTo(chatwoot);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2*3*4",
                "snake_case_name",
                "a*b*",
                "*b*a",
                "* b *",
                "*b",
                "b*",
                "**",
                "_",
                "*a\nb*",
                "**já é Markdown**",
                "https://x.example/_a_/*b*/~c~?d=_e_",
                "www.example.com/_a_",
                "ana_maria_silva@x.example",
                "`*b* _i_`",
                "```*b* _i_```",
                "`sem fim *",
                "> cita\n- um\n- dois\n1. três",
                "",
                "\n\n",
            })
    void leavesAloneWhatWhatsAppDoesNotEmphasise(String text) {
        assertThat(Markdown.toChatwoot(text)).isEqualTo(text);
    }

    @Test
    void givesCodeOfSeveralLinesAFenceOfItsOwn() {
        assertThat(Markdown.toChatwoot("veja ```a *b*\nc``` e *d*")).isEqualTo("veja \n```\na *b*\nc\n```\n e **d**");
        assertThat(Markdown.toChatwoot("```\na\n```")).isEqualTo("```\na\n```");
        assertThat(Markdown.toWhatsApp("```java\nint a;\nint b;\n```\n**d**")).isEqualTo("```int a;\nint b;```\n*d*");
        assertThat(Markdown.toWhatsApp("```int a```")).isEqualTo("```int a```");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "**b**|*b*",
                "__b__|*b*",
                "*i*|_i_",
                "_i_|_i_",
                "~~s~~|~s~",
                "~s~|~s~",
                "***ambos***|_*ambos*_",
                "***a** b*|_*a* b_",
                "**a *b***|*a _b_*",
                "**negrito com *itálico* dentro** fim|*negrito com _itálico_ dentro* fim",
                "2*3*4|2*3*4",
                "snake_case_name|snake_case_name",
                "`**b**`|`**b**`",
                "* um **b**|* um *b*",
                "> *i*|> _i_",
                "# Título|*Título*",
                "### **Título**|*Título*",
                "#hashtag|#hashtag",
                "2\\*3 e snake\\_case \\~ \\# \\[x\\]|2*3 e snake_case ~ # [x]",
                "1\\. um|1. um",
                "C:\\Users\\ana|C:\\Users\\ana",
                "a\\\\b|a\\b",
            })
    void writesMarkdownAsWhatsAppsMarks(String chatwoot, String whatsapp) {
        assertThat(Markdown.toWhatsApp(chatwoot)).isEqualTo(whatsapp);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[cardápio](https://x.example/_a_)|cardápio: https://x.example/_a_",
                "**[cardápio](https://x.example)**|*cardápio: https://x.example*",
                "[**novo** cardápio](https://x.example/a_(b))!|*novo* cardápio: https://x.example/a_(b)!",
                "[https://x.example/a\\_b](https://x.example/a_b)|https://x.example/a_b",
                "[x.example](https://www.x.example/)|https://www.x.example/",
                "[](https://x.example)|https://x.example",
                "[ana@x.example](mailto:ana@x.example)|ana@x.example",
                "[ligue](tel:+551133334444)|ligue: +551133334444",
                "[a](https://x.example \"dica\") b|a: https://x.example b",
                "![foto](https://x.example/f.png)|foto: https://x.example/f.png",
                "<https://x.example/_a_>|https://x.example/_a_",
                "[@Carla](mention://user/3/Carla) veja|@Carla veja",
                "[a] (b) [c](d e) [f]()|[a] (b) [c](d e) [f]()",
                "[a [b](https://x.example)|[a b: https://x.example",
                "https://x.example/\\_a\\_b **c**|https://x.example/_a_b *c*",
                "**https://x.example/**|*https://x.example/*",
                "a < b > c|a < b > c",
            })
    void spellsLinksOut(String chatwoot, String whatsapp) {
        assertThat(Markdown.toWhatsApp(chatwoot)).isEqualTo(whatsapp);
    }

    @Test
    void dropsTheBackslashOfALineBreak() {
        assertThat(Markdown.toWhatsApp("um\\\ndois")).isEqualTo("um\ndois");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"*b* e _i_", "~s~ `c`", "_*x* y_", "- a\n- *b*", "```a\nb```", "2*3*4", "https://x.example/_a_"})
    void comesBackFromChatwootAsItWent(String whatsapp) {
        assertThat(Markdown.toWhatsApp(Markdown.toChatwoot(whatsapp))).isEqualTo(whatsapp);
    }

    static List<String> hostile() {
        return List.of(
                "*",
                "* ",
                " *a",
                "*a ",
                "a* ",
                "*a*",
                "_*",
                "*_~",
                " *a _b ~c",
                "`",
                "`` `",
                "[",
                "]",
                "](",
                "[a](",
                "[a](b",
                "![",
                "<",
                "<http://",
                "\\",
                "\\*",
                "http://",
                "www.",
                "(",
                "[a](b \"",
                "```",
                "```\n",
                "***a",
                "**a*",
                "> ",
                "#");
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void takesTimeInProportionToTheText(String part) {
        String text = part.repeat(100_000 / part.length());
        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            assertThat(Markdown.toChatwoot(text)).isNotNull();
            assertThat(Markdown.toWhatsApp(text)).isNotNull();
        });
    }

    @Test
    void leavesNothingButStarsAsItIs() {
        String stars = "*".repeat(100_000);
        assertThat(Markdown.toChatwoot(stars)).isEqualTo(stars);
        assertThat(Markdown.toWhatsApp(stars)).isEqualTo(stars);
    }
}
