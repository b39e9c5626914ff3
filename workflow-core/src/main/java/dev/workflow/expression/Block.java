package dev.workflow.expression;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A block that is being read: its header, what is in it so far, and on which side of else. */
final class Block {

  static final List<String> NAMES = List.of("each", "if");

  private final String name;
  private final int offset;
  private final List<Segment> first = new ArrayList<>();
  private final List<Segment> otherwise = new ArrayList<>();
  private @Nullable Expression subject;
  private boolean turned;

  Block(String name, int offset) {
    this.name = name;
    this.offset = offset;
  }

  String name() {
    return name;
  }

  int offset() {
    return offset;
  }

  void subject(Expression expression) {
    subject = expression;
  }

  /** Whether {@code this} means an element of this block here; benign for an unknown block. */
  boolean hasItem() {
    return !name.equals("if") && !turned;
  }

  void add(Segment segment) {
    (turned ? otherwise : first).add(segment);
  }

  /** Continues with what is behind else; false if that was done before. */
  boolean toElse() {
    boolean turnedNow = !turned;
    turned = true;
    return turnedNow;
  }

  List<Segment> segments() {
    return List.copyOf(first);
  }

  /** The finished block, or nothing where its header was at fault. */
  Optional<Segment> end() {
    if (subject == null) {
      return Optional.empty();
    }
    return Optional.of(
        name.equals("each")
            ? new Segment.Loop(subject, List.copyOf(first), List.copyOf(otherwise), turned)
            : new Segment.Choice(subject, List.copyOf(first), List.copyOf(otherwise)));
  }
}
