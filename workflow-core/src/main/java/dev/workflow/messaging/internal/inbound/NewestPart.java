package dev.workflow.messaging.internal.inbound;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What somebody wrote, without what mail programs put below or between it: quoted lines ({@code
 * >}), the line that introduces them ("On … wrote:" in whatever language: it ends with a colon and
 * names a time, and an address or a word for writing), "-----Original Message-----" and the head of
 * a quoted mail ("From: … Sent: …") with all that follows. Reads at most 100,000 characters, in one
 * pass.
 */
public final class NewestPart {

  private static final int LONGEST = 100_000;
  private static final int LONGEST_INTRODUCTION = 500;
  private static final int LINES_OF_INTRODUCTION = 3;
  private static final int LINES_OF_HEAD = 5;

  private static final Pattern LINE_END = Pattern.compile("\\r\\n|\\r|\\n|\\u2028|\\u2029");
  private static final Pattern INVISIBLE =
      Pattern.compile("[\\u200b-\\u200f\\u202a-\\u202e\\u2060\\u2066-\\u2069\\ufeff]");
  private static final Pattern SEPARATOR =
      Pattern.compile("-{3,}\\s?\\p{L}.{0,80}?-{3,}|_{3,}\\s?\\p{L}.{0,80}?_{3,}|[-_=]{20,}");
  private static final Pattern TIME =
      Pattern.compile("(?:^|[^0-9])(?:19|20)[0-9]{2}(?:[^0-9]|$)|[0-9]{1,2}[:.h][0-9]{2}");
  private static final Pattern WROTE =
      Pattern.compile(
          "(?iu)\\b(?:wrote|writes|schrieb|schreef|het volgende geschreven|geschreven|a écrit|"
              + "escribió|escribio|ha scritto|scrisse|escreveu|skrev|napisał|napisała|napsal|"
              + "napsala|kirjoitti|yazdı|írta|a scris|έγραψε|menulis|đã viết)\\b"
              + "|пишет|писал|написал|написала|пише|כתב|كتب|写道|寫道|书写|さんは書きました|작성|เขียน");
  private static final Pattern OPENER =
      Pattern.compile(
          "(?iu)(?:on|op|am|le|el|il|em|den|dne|dnia|w dniu|på|pada|vào|a|az|στις|в|在|於|בתאריך|في)"
              + "\\b.*");
  private static final Pattern SENDER =
      Pattern.compile(
          "(?iu)[*_]{0,2}(?:from|von|van|de|da|fra|från|lähettäjä|od|от|від|kimden|dari|feladó|από|"
              + "expéditeur|发件人|發件人|寄件者|差出人|보낸 사람|من|מאת)[*_]{0,2}\\s?[:：].*");
  private static final Pattern HEAD =
      Pattern.compile("[*_]{0,2}\\p{L}[\\p{L}\\p{M} .-]{0,24}[*_]{0,2}\\s?[:：].*");
  private static final Pattern SIGNATURE = Pattern.compile("--|—|__");
  private static final Pattern DEVICE =
      Pattern.compile(
          "(?iu)(?:sent (?:from|with|via)|(?:\\p{L}+ ){0,4}outlook"
              + " (?:for|voor|für|pour|para|per|för|til|do|dla)"
              + " (?:ios|android|mac|windows)|verzonden (?:vanaf|vanuit|met|via)|verstuurd"
              + " (?:vanaf|vanuit|met|via)|von meinem|gesendet (?:von|mit|über)|virus-free|vrij van"
              + " virussen|diese nachricht wurde von|envoyé (?:de|depuis|à partir)|enviado"
              + " (?:desde|do|de)|inviato (?:da|dal)|skickat från|sendt fra|wysłan[eo] z|odesláno"
              + " z|trimis de pe|küldve|lähetetty|отправлено (?:с|из)|发自我的|從我的|iphoneから送信|나의"
              + " iphone).{0,80}");

  private NewestPart() {}

  /** What was written; all of it if it holds nothing of another mail. May be blank. */
  public static String of(String text) {
    String some = text.length() > LONGEST ? text.substring(0, LONGEST) : text;
    List<String> lines = List.of(LINE_END.split(some, -1));
    List<String> bare = lines.stream().map(NewestPart::bare).toList();
    List<String> kept = new ArrayList<>();
    boolean whole = true;
    int at = 0;
    while (at < lines.size()) {
      String line = bare.get(at);
      int introduction = introduction(bare, at);
      if (line.startsWith(">")) {
        whole = false;
        at++;
      } else if (SEPARATOR.matcher(line).matches() || isHead(bare, at)) {
        whole = false;
        at = lines.size();
      } else if (introduction > 0) {
        whole = false;
        at += introduction;
        int next = behindBlanks(bare, at);
        at = next < bare.size() && bare.get(next).startsWith(">") ? next : lines.size();
      } else {
        kept.add(lines.get(at));
        at++;
      }
    }
    return whole ? some : String.join("\n", kept).strip();
  }

  /** The same without a signature: what follows a line of two hyphens, or "Sent from my phone". */
  static String unsigned(String text) {
    List<String> kept = new ArrayList<>();
    for (String line : LINE_END.split(of(text), -1)) {
      String bare = bare(line);
      if (SIGNATURE.matcher(bare).matches() || DEVICE.matcher(bare).matches()) {
        break;
      }
      kept.add(line);
    }
    return String.join("\n", kept).strip();
  }

  private static String bare(String line) {
    return INVISIBLE.matcher(line).replaceAll("").strip();
  }

  private static int behindBlanks(List<String> lines, int from) {
    int at = from;
    while (at < lines.size() && lines.get(at).isEmpty()) {
      at++;
    }
    return at;
  }

  /** How many lines from here introduce a quotation; 0: none does. */
  private static int introduction(List<String> lines, int from) {
    String first = lines.get(from);
    if (first.isEmpty() || first.length() > LONGEST_INTRODUCTION) {
      return 0;
    }
    if (introduces(first)) {
      return 1;
    }
    if (!OPENER.matcher(first).matches() && !TIME.matcher(first).find()) {
      return 0;
    }
    StringBuilder joined = new StringBuilder(first);
    int last = Math.min(lines.size(), from + LINES_OF_INTRODUCTION);
    for (int i = from + 1; i < last; i++) {
      String line = lines.get(i);
      if (line.isEmpty() || line.startsWith(">") || introduces(line)) {
        return 0;
      }
      joined.append(' ').append(line);
      if (introduces(joined.toString())) {
        return i - from + 1;
      }
    }
    return 0;
  }

  private static boolean introduces(String text) {
    boolean colon = text.endsWith(":") || text.endsWith("：");
    if (!colon || text.length() > LONGEST_INTRODUCTION) {
      return false;
    }
    boolean timed = TIME.matcher(text).find();
    return timed && text.indexOf('@') >= 0
        || WROTE.matcher(text).find() && (timed || OPENER.matcher(text).matches());
  }

  /** Whether the head of a quoted mail begins here. */
  private static boolean isHead(List<String> lines, int from) {
    if (!SENDER.matcher(lines.get(from)).matches()) {
      return false;
    }
    int heads = 0;
    boolean proved = false;
    int last = Math.min(lines.size(), from + LINES_OF_HEAD);
    for (int i = from; i < last; i++) {
      String line = lines.get(i);
      heads += HEAD.matcher(line).matches() ? 1 : 0;
      proved |= line.indexOf('@') >= 0 || TIME.matcher(line).find();
    }
    return heads >= 3 && proved;
  }
}
