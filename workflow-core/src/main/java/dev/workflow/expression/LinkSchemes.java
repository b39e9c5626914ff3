package dev.workflow.expression;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The schemes that links may have: none that runs code or names files of the reader. */
public final class LinkSchemes {

  private static final Set<String> RUNS =
      Set.of(
          "javascript",
          "vbscript",
          "livescript",
          "mocha",
          "data",
          "file",
          "blob",
          "filesystem",
          "about",
          "jar",
          "view-source");
  private static final Pattern PICTURE = Pattern.compile("(?i)data:image/(?!svg).*");
  private static final Pattern SCHEME = Pattern.compile("^([^:/?#]{1,100}):");
  private static final Pattern IGNORED =
      Pattern.compile("[\\x00-\\x20\\u007f-\\u00a0\\u200b\\ufeff]+");
  private static final Pattern ATTRIBUTE =
      Pattern.compile(
          "(?is).*[\\s\"'/](?:href|src|action|formaction|poster|background|xlink:href)\\s*=\\s*[\"']?\\s*");
  private static final int LOOKED_AT = 40;
  private static final int LONGEST_SCHEME = 300;

  private LinkSchemes() {}

  /** Whether a link may lead there; browsers leave blanks and control characters in it out. */
  public static boolean isHarmless(String target) {
    String some = target.length() > LONGEST_SCHEME ? target.substring(0, LONGEST_SCHEME) : target;
    String bare = IGNORED.matcher(some).replaceAll("");
    Matcher scheme = SCHEME.matcher(bare);
    return !scheme.find()
        || !RUNS.contains(scheme.group(1).toLowerCase(Locale.ROOT))
        || PICTURE.matcher(bare).matches();
  }

  /** Whether what is written next begins a link. */
  static boolean beginsLink(CharSequence written) {
    int length = written.length();
    if (length == 0 || "\"'= \t\n\r".indexOf(written.charAt(length - 1)) < 0) {
      return false;
    }
    return ATTRIBUTE
        .matcher(written.subSequence(Math.max(0, length - LOOKED_AT), length))
        .matches();
  }
}
