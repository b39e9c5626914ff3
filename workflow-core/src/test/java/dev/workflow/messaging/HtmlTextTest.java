package dev.workflow.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HtmlTextTest {

  @Test
  void paragraphsStandApartAndLinesBreak() {
    assertThat(HtmlText.of("<h1>Hello</h1>\n<p>one<br>two</p><p>three\n  four</p>"))
        .isEqualTo("Hello\n\none\ntwo\n\nthree four");
  }

  @Test
  void listsAndTablesStayReadable() {
    assertThat(
            HtmlText.of(
                "<ul><li>one</li><li>two</li></ul><table><tr><td>a</td><td>b</td></tr></table>"))
        .isEqualTo("- one\n- two\n\na b");
  }

  @Test
  void linksKeepTheirTarget() {
    assertThat(
            HtmlText.of(
                "See <a class='b' href=\"https://x.nl/?a=1&amp;b=2\">the offer</a>, or"
                    + " <a href='https://x.nl'>https://x.nl</a> <a href=\"#top\">up</a>"))
        .isEqualTo("See the offer (https://x.nl/?a=1&b=2), or https://x.nl up");
  }

  @Test
  void entitiesAreDecodedAndWhatIsHiddenIsLeftOut() {
    assertThat(
            HtmlText.of(
                "<style>p {color: red}</style><!-- no --><script>if (a < b) {}</script>"
                    + "&lt;b&gt; &amp;amp; &#8364;&#x20AC;&nbsp;&unknown; & 1 < 2 &#0;"))
        .isEqualTo("<b> &amp; €€ &unknown; & 1 < 2 &#0;");
  }

  @Test
  void entitiesOfAllSortsAreDecoded() {
    assertThat(
            HtmlText.of("caf&eacute; &Auml;&rarr;&hearts; &lsquo;x&rsquo; &copy 2026 R&D &#128;"))
        .isEqualTo("café Ä→♥ ‘x’ © 2026 R&D €");
  }

  @Test
  void linksThatAreNoPageShowWhomTheyReach() {
    assertThat(
            HtmlText.of(
                "<a href='mailto:ann%2Bx@x.nl?subject=hi'>Mail</a> <a href=MAILTO:ann@x.nl>ann@x.nl</a>"
                    + " <a href=\"tel:+31612345678\">Call</a>"
                    + " <a data-href='https://y.nl' href='javascript:alert(1)'>no</a>"
                    + " <a href=' java&#10;script:alert(1)'>no</a>"))
        .isEqualTo("Mail (ann+x@x.nl) ann@x.nl Call (+31612345678) no no");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"<", "<a", "<a href='", "<!--", "<script>", "&", "&amp", "</", "</a>", "<p"})
  void markupThatNeverEndsEndsTheText(String broken) {
    assertThat(HtmlText.of("x" + broken)).startsWith("x");
    assertThat(HtmlText.of(broken.repeat(100_000))).isNotNull();
  }
}
