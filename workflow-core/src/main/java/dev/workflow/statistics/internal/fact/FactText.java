package dev.workflow.statistics.internal.fact;

import dev.workflow.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Facts as text, as short as can be, since they are written with every step: a line says whose the
 * following ones are, and each of these has a letter for its kind and one for each figure, the
 * quarter of an hour, a name and, where there is one, how long it took and how often. Used by one
 * thread.
 */
public final class FactText {

  private static final int QUARTER_SECONDS = 900;
  private static final TenantId NOBODY = TenantId.of("nobody");

  private final StringBuilder text = new StringBuilder(96);
  private TenantId tenant = NOBODY;
  private String workflow = "";
  private int version;
  private boolean any;

  /** Says whose the following facts are. */
  public FactText of(TenantId tenant, String workflow, int version) {
    this.tenant = tenant;
    this.workflow = workflow;
    this.version = version;
    any = false;
    return this;
  }

  public void add(Kind kind, Figure figure, String name, Instant at) {
    add(kind, figure, name, at, 1, null);
  }

  /** Two figures of one thing that happened together. */
  public void add(Kind kind, Figure figure, Figure and, String name, Instant at) {
    begin(kind).append(figure.letter()).append(and.letter());
    rest(name, at, 1, null);
  }

  /**
   * @param took null: it is not measured
   */
  public void add(
      Kind kind, Figure figure, String name, Instant at, long count, @Nullable Duration took) {
    begin(kind).append(figure.letter());
    rest(name, at, count, took);
  }

  private StringBuilder begin(Kind kind) {
    if (!any) {
      addWhose();
      any = true;
    }
    return text.append('\n').append(kind.letter());
  }

  private void rest(String name, Instant at, long count, @Nullable Duration took) {
    text.append(Math.floorDiv(at.getEpochSecond(), QUARTER_SECONDS)).append('\t');
    escape(name);
    if (took != null || count != 1) {
      text.append('\t');
      if (took != null) {
        text.append(Math.max(0, took.toMillis()));
      }
    }
    if (count != 1) {
      text.append('\t').append(count);
    }
  }

  private void addWhose() {
    if (text.length() > 0) {
      text.append('\n');
    }
    text.append('@');
    escape(tenant.value());
    text.append('\t');
    escape(workflow);
    text.append('\t').append(version);
  }

  /** Null: there are none. */
  public @Nullable String text() {
    return text.length() == 0 ? null : text.toString();
  }

  private void escape(String name) {
    if (name.indexOf('\\') < 0 && name.indexOf('\t') < 0 && name.indexOf('\n') < 0) {
      text.append(name);
      return;
    }
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      switch (c) {
        case '\\' -> text.append("\\\\");
        case '\t' -> text.append("\\t");
        case '\n' -> text.append("\\n");
        default -> text.append(c);
      }
    }
  }

  private static String plain(String escaped) {
    if (escaped.indexOf('\\') < 0) {
      return escaped;
    }
    StringBuilder plain = new StringBuilder();
    for (int i = 0; i < escaped.length(); i++) {
      char c = escaped.charAt(i);
      if (c == '\\') {
        i++;
        c =
            switch (escaped.charAt(i)) {
              case 't' -> '\t';
              case 'n' -> '\n';
              default -> escaped.charAt(i);
            };
      }
      plain.append(c);
    }
    return plain.toString();
  }

  /**
   * Reads facts.
   *
   * @throws IllegalArgumentException if this version of the engine cannot read one of them
   */
  public static List<Fact> read(String text) {
    List<Fact> facts = new ArrayList<>();
    TenantId tenant = null;
    String workflow = "";
    int version = 0;
    try {
      for (String line : text.split("\n", -1)) {
        String[] parts = line.split("\t", -1);
        if (line.startsWith("@")) {
          tenant = TenantId.of(plain(parts[0].substring(1)));
          workflow = plain(parts[1]);
          version = Integer.parseInt(parts[2]);
          continue;
        }
        if (tenant == null) {
          throw new IllegalArgumentException("facts of nobody");
        }
        int quarter = 2;
        while (Character.isLetter(line.charAt(quarter))) {
          quarter++;
        }
        for (int figure = 1; figure < quarter; figure++) {
          facts.add(
              new Fact(
                  tenant,
                  workflow,
                  version,
                  Kind.of(line.charAt(0)),
                  Figure.of(line.charAt(figure)),
                  Long.parseLong(parts[0].substring(quarter)),
                  plain(parts[1]),
                  parts.length > 3 ? Long.parseLong(parts[3]) : 1,
                  parts.length > 2 && !parts[2].isEmpty() ? Long.parseLong(parts[2]) : -1));
        }
      }
      return facts;
    } catch (IndexOutOfBoundsException e) {
      throw new IllegalArgumentException("a fact is cut off", e);
    }
  }
}
