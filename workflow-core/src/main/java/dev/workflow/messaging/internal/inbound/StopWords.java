package dev.workflow.messaging.internal.inbound;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The words by which people want no more messages, or want them again. Case, width, accents and
 * what is between letters do not matter (NFKC, then without marks of Latin, Cyrillic, Arabic and
 * Hebrew letters).
 *
 * <p>Words that mean nothing else may be repeated, and may have politeness and what is to be
 * stopped around them ("please stop messaging me"). Words that people also answer with, such as
 * CANCEL, count only alone.
 */
final class StopWords {

  /** What a text says. */
  enum Meaning {
    /** That no more is wanted. */
    STOP,
    /** The same, by a word that people also answer with. */
    PERHAPS_STOP,
    START,
    NOTHING
  }

  private static final int LONGEST = 2_000;
  private static final int LONGEST_PHRASE = 120;
  private static final int MOST_WORDS = 10;
  private static final int MOST_LINES = 20;
  private static final int LONGEST_GREETING = 40;
  private static final int LONGEST_NAME = 60;
  private static final int WORDS_OF_CLOSING = 5;
  private static final int DISCLAIMER = 150;

  private static final Pattern MARKS =
      Pattern.compile("[\\u0300-\\u036f\\u0591-\\u05c7\\u064b-\\u065f\\u0670\\u0640]+");
  private static final Pattern BETWEEN = Pattern.compile("[^\\p{L}\\p{M}]+");
  private static final Pattern LINE_END = Pattern.compile("\\R");
  private static final Pattern BLANKS = Pattern.compile("\\s+");

  private static final Set<String> STOP =
      words(
          // English
          "STOP STOPALL UNSUBSCRIBE UNSUB OPTOUT REVOKE REMOVE TAKEOFF LEAVEALONE"
              + " DONTCONTACT DONOTCONTACT"
              // Dutch, German, French
              + " STOPPEN AFMELDEN MELDAF UITSCHRIJVEN SCHRIJFUIT STOPZETTEN"
              + " STOPP ABMELDEN ABBESTELLEN ABMELDUNG AUSTRAGEN AUFHÖREN"
              + " ARRÊT ARRÊTER ARRÊTEZ DÉSABONNER DÉSABONNE DÉSABONNEZ DÉSABONNEMENT DÉSINSCRIRE"
              + " DÉSINSCRIPTION"
              // Spanish, Portuguese, Italian
              + " DETENER DARSEDEBAJA DARDEBAJA DARMEDEBAJA DESUSCRIBIR CANCELARSUSCRIPCIÓN SAIR"
              + " PARE DESCADASTRAR DESINSCREVER CANCELARINSCRIÇÃO BASTA FERMA RIMUOVIMI DISISCRIVI"
              + " DISISCRIVIMI DISISCRIVERE DISISCRIZIONE CANCELLAMI"
              // Nordic languages, Polish, Czech, Hungarian, Romanian, Croatian, Turkish
              + " STOPPA SLUTA AVREGISTRERA AVMELD AFMELD FRAMELD LOPETA"
              + " REZYGNUJĘ ZREZYGNUJ WYPISZ ODHLÁSIT ODHLÁSIŤ LEIRATKOZÁS LEIRATKOZOM"
              + " DEZABONARE DEZABONEAZĂ ODJAVA PREKINI DUR DURDUR RET"
              // Vietnamese, Indonesian
              + " TỪCHỐI BERHENTI"
              // Greek, Cyrillic
              + " ΣΤΟΠ ΔΙΑΓΡΑΦΗ СТОП ОТПИСАТЬСЯ ОТПИСКА ОТПИШИТЕ ВІДПИСАТИСЯ ВІДПИСКА ОТПИСВАНЕ"
              // Arabic, Persian, Urdu, Hebrew
              + " توقف إيقاف أوقف قف ستوب إلغاءالاشتراك لغو توقف روکیں"
              + " הסר הסירו להסיר עצור הפסק סטופ"
              // Chinese, Japanese, Korean
              + " 停止 停止接收 退订 退訂 取消订阅 取消訂閱 TD"
              + " 配信停止 受信拒否 退会 ストップ 수신거부 중지 정지 그만 스톱"
              // Hindi, Bengali, Thai
              + " रोकें रोको बंद बंदकरें स्टॉप বন্ধ থামুন หยุด เลิกรับ");

  /** People also say these about what they were asked. */
  private static final Set<String> PERHAPS =
      words(
          "CANCEL END QUIT PARAR BAJA CANCELAR ALTO ANNULER FIN ANNULLA KONIEC ZRUŠIT AVSLUTA"
              + " PERUUTA İPTAL BATAL ОТМЕНА ОТКАЗ إلغاء ביטול 取消 解除 中止 해지 취소 ยกเลิก");

  private static final Set<String> START =
      words(
          "START UNSTOP SUBSCRIBE RESUBSCRIBE AANMELDEN ANMELDEN REPRENDRE ALTA СТАРТ ابدأ"
              + " 开始 開始 시작 スタート");

  private static final Set<String> AROUND =
      words(
          "PLEASE PLS PLZ KINDLY THANKS THANK YOU THX NOW ALL ANY ME US MY I WANT TO FROM THIS THE"
              + " JUST THAT LISTS NUMBER ON MSG MSGS TXT TXTS CALLING YOUR YOU THESE LIST IT"
              + " ALREADY IMMEDIATELY SENDING MESSAGING TEXTING EMAILING MAILING WRITING CONTACTING"
              + " SPAMMING MESSAGES MESSAGE TEXTS TEXT SMS EMAILS EMAIL MAIL MAILS NEWSLETTER"
              + " NEWSLETTERS MARKETING ADS SPAM WHATSAPP PROMOTIONS EVERYTHING AB AUT ALSJEBLIEFT"
              + " ALSTUBLIEFT AUB GRAAG MIJ ME NU BEDANKT DANK BERICHTEN ALLES DIT ERMEE HIERMEE"
              + " MET BITTE DANKE MICH SOFORT NACHRICHTEN WERBUNG SVP S IL VOUS TE PLAÎT MERCI MOI"
              + " TOUT LES POR FAVOR GRACIAS MENSAJES TODO PER FAVORE GRAZIE TUTTO OBRIGADO"
              + " OBRIGADA PROSZĘ DZIĘKUJĘ PROSÍM DĚKUJI TACK TAKK TAK SNÄLLA LÜTFEN WOULD LIKE"
              + " WISH D COULD CAN FURTHER AGAIN ANYMORE IK WIL ZOU WILLEN ICH MÖCHTE WILL JE VEUX"
              + " VOUDRAIS SOUHAITE QUIERO DESEO VOGLIO VORREI QUERO GOSTARIA OF ПОЖАЛУЙСТА СПАСИБО"
              + " БУДЬ ЛАСКА من فضلك شكرا בבקשה תודה אותי אותנו 请 請 谢谢");

  private static final Set<String> CLOSINGS =
      words(
          "REGARDS BEST KIND WARM SINCERELY YOURS CHEERS BR THANKS THANK THX GROET GROETEN GROETJES"
              + " VRIENDELIJKE HARTELIJKE MVG BEDANKT DANK MFG VG LG GRUSS GRÜSSE GRÜßE"
              + " FREUNDLICHEN FREUNDLICHE VIELE BESTE DANKE CORDIALEMENT BIEN SALUTATIONS MERCI"
              + " SALUDOS ATENTAMENTE GRACIAS SALUTI CORDIALI GRAZIE ATENCIOSAMENTE OBRIGADO"
              + " HÄLSNINGAR VÄNLIGA MVH HILSEN POZDRAWIAM POZDRAVEM УВАЖЕНИЕМ СПАСИБО");

  private static final Set<String> BEFORE_CLOSINGS = words("WITH MET MIT AVEC CON COM MED С Z S");

  private StopWords() {}

  private static Set<String> words(String list) {
    return BLANKS.splitAsStream(normal(list)).collect(Collectors.toUnmodifiableSet());
  }

  private static String normal(String text) {
    String wide = Normalizer.normalize(text, Normalizer.Form.NFKC).toUpperCase(Locale.ROOT);
    String apart = Normalizer.normalize(wide, Normalizer.Form.NFD);
    return Normalizer.normalize(MARKS.matcher(apart).replaceAll(""), Normalizer.Form.NFC);
  }

  /** What a text says that is nothing else: of a mail, its newest part without the signature. */
  static Meaning of(String text) {
    if (text.isBlank() || text.length() > LONGEST) {
      return Meaning.NOTHING;
    }
    Meaning whole = phrase(text);
    if (whole != Meaning.NOTHING) {
      return whole;
    }
    List<String> lines =
        LINE_END
            .splitAsStream(text)
            .map(String::strip)
            .filter(line -> !line.isEmpty())
            .limit(MOST_LINES + 1L)
            .toList();
    if (lines.size() > MOST_LINES) {
      return Meaning.NOTHING;
    }
    int first = lines.size() > 1 && isGreeting(lines.get(0)) ? 1 : 0;
    Meaning said = lines.isEmpty() ? Meaning.NOTHING : phrase(lines.get(first));
    return said == Meaning.STOP && isClosing(lines.subList(first + 1, lines.size()))
        ? said
        : Meaning.NOTHING;
  }

  private static Meaning phrase(String text) {
    if (text.length() > LONGEST_PHRASE) {
      return Meaning.NOTHING;
    }
    List<String> words =
        BETWEEN.splitAsStream(normal(text)).filter(word -> !word.isEmpty()).toList();
    if (!words.isEmpty() && STOP.containsAll(words)) {
      return Meaning.STOP;
    } else if (words.isEmpty() || words.size() > MOST_WORDS) {
      return Meaning.NOTHING;
    }
    String joined = String.join("", words);
    if (STOP.contains(joined)) {
      return Meaning.STOP;
    } else if (PERHAPS.contains(joined) || PERHAPS.containsAll(words)) {
      return Meaning.PERHAPS_STOP;
    } else if (START.containsAll(words)) {
      return Meaning.START;
    }
    List<String> rest = new ArrayList<>(words);
    rest.removeAll(AROUND);
    boolean stop =
        !rest.isEmpty() && (STOP.containsAll(rest) || STOP.contains(String.join("", rest)));
    return stop ? Meaning.STOP : Meaning.NOTHING;
  }

  private static boolean isGreeting(String line) {
    return line.length() <= LONGEST_GREETING
        && (line.endsWith(",") || line.endsWith("!"))
        && phrase(line) == Meaning.NOTHING;
  }

  /** Whether lines are a closing formula, a name, a signature. */
  private static boolean isClosing(List<String> lines) {
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (isFormula(line)) {
        return true;
      }
      boolean disclaimer = i > 0 && line.length() > DISCLAIMER;
      if (!disclaimer && !isName(line)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isFormula(String line) {
    List<String> words =
        BETWEEN.splitAsStream(normal(line)).filter(word -> !word.isEmpty()).toList();
    int first = !words.isEmpty() && BEFORE_CLOSINGS.contains(words.get(0)) ? 1 : 0;
    return words.size() > first
        && words.size() <= WORDS_OF_CLOSING
        && CLOSINGS.contains(words.get(first));
  }

  private static boolean isName(String line) {
    if (line.length() > LONGEST_NAME || line.indexOf('?') >= 0) {
      return false;
    }
    String[] words = BLANKS.split(line);
    int small = 0;
    for (String word : words) {
      small += Character.isLowerCase(word.codePointAt(0)) && word.indexOf('@') < 0 ? 1 : 0;
    }
    return small * 2 < words.length || words.length == 1;
  }
}
