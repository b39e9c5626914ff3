package dev.workflow.definition;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Places the steps of a definition: a list downwards, branches beside each other, what follows a
 * failure to the right of the step. Steps are nested and never jump, so every part is a block with
 * a width and a height of its own, and no two lines cross.
 */
final class SvgLayout {

  private static final int GAP = 36;
  private static final int BESIDE = 24;
  private static final int MARGIN = 16;
  private static final int HALF = SvgDrawing.BOX_WIDTH / 2;

  /**
   * A part of the picture.
   *
   * @param left how far it reaches to the left of its axis, on which it is entered and left
   * @param right how far it reaches to the right
   * @param goesOn whether what stands below it is reached
   */
  private record Block(double left, double right, double height, boolean goesOn, Drawer drawer) {

    double width() {
      return left + right;
    }
  }

  @FunctionalInterface
  private interface Drawer {
    void draw(double axis, double top);
  }

  private final SvgDrawing drawing = new SvgDrawing();
  private final WorkflowDefinition definition;
  private final Map<String, String> states;
  private final Map<String, String> notes;

  SvgLayout(WorkflowDefinition definition, Map<String, String> states, Map<String, String> notes) {
    this.definition = definition;
    this.states = states;
    this.notes = notes;
  }

  String svg() {
    Block all = list(definition.steps());
    double axis = MARGIN + all.left();
    drawing.dot(axis, MARGIN + 6, "start");
    double top = MARGIN + 12 + GAP;
    drawing.edge(axis, MARGIN + 12, axis, top, false);
    all.drawer().draw(axis, top);
    double bottom = top + Math.max(all.height(), exitsHeight());
    if (all.goesOn()) {
      drawing.edge(axis, top + all.height(), axis, bottom + GAP, false);
    }
    double right = axis + all.right();
    drawing.dot(axis, bottom + GAP + 6, "end");
    double width = exits(axis, right, top, bottom + GAP + 6);
    return drawing.picture(definition.name(), width + MARGIN, bottom + GAP + 12 + MARGIN);
  }

  private double exitsHeight() {
    int exits = definition.exits().size();
    return exits == 0 ? 0 : exits * (SvgDrawing.BOX_HEIGHT + GAP) - GAP;
  }

  /** They stand beside the steps and lead to the end. Returns how far to the right all reaches. */
  private double exits(double axis, double right, double top, double end) {
    if (definition.exits().isEmpty()) {
      return right;
    }
    double column = right + BESIDE + HALF;
    double lane = column + HALF + BESIDE / 2.0;
    double y = top;
    for (Exit exit : definition.exits()) {
      drawing.exit(column, y, DefinitionDiagram.exit(exit));
      drawing.path(
          "M%s %sH%sV%sH%s"
              .formatted(
                  SvgDrawing.number(column + HALF),
                  SvgDrawing.number(y + SvgDrawing.BOX_HEIGHT / 2.0),
                  SvgDrawing.number(lane),
                  SvgDrawing.number(end),
                  SvgDrawing.number(axis + 6)),
          true);
      y += SvgDrawing.BOX_HEIGHT + GAP;
    }
    return lane;
  }

  /** Steps below each other on one axis. */
  private Block list(List<Step> steps) {
    List<Block> blocks = steps.stream().map(this::block).toList();
    double left = 0;
    double right = 0;
    double height = 0;
    for (Block block : blocks) {
      left = Math.max(left, block.left());
      right = Math.max(right, block.right());
      height += block.height() + GAP;
    }
    boolean goesOn = blocks.stream().allMatch(Block::goesOn);
    return new Block(
        left,
        right,
        Math.max(0, height - GAP),
        goesOn,
        (axis, top) -> {
          double y = top;
          for (int i = 0; i < blocks.size(); i++) {
            Block block = blocks.get(i);
            block.drawer().draw(axis, y);
            y += block.height();
            if (i < blocks.size() - 1) {
              if (block.goesOn()) {
                drawing.edge(axis, y, axis, y + GAP, false);
              }
              y += GAP;
            }
          }
        });
  }

  private Block block(Step step) {
    Block inner = step.nested().isEmpty() ? simple(step) : container(step);
    List<Step> onFailure = step.settings().failure().onFailure();
    return onFailure.isEmpty() ? inner : withFailure(inner, list(onFailure));
  }

  private Block simple(Step step) {
    boolean ends = step instanceof Step.Stop && step.settings().when().isAlways();
    return new Block(
        HALF,
        HALF,
        height(step),
        !ends,
        (axis, top) -> drawing.box(axis, top, shape(step), box(step)));
  }

  private double height(Step step) {
    return SvgDrawing.BOX_HEIGHT + (notes.containsKey(step.id()) ? 16 : 0);
  }

  /** What follows a failure stands to the right, and goes on nowhere. */
  private Block withFailure(Block block, Block failure) {
    double distance = block.right() + BESIDE + failure.left();
    return new Block(
        block.left(),
        distance + failure.right(),
        Math.max(block.height(), failure.height() + SvgDrawing.BOX_HEIGHT / 2.0 + GAP),
        block.goesOn(),
        (axis, top) -> {
          block.drawer().draw(axis, top);
          double from = top + SvgDrawing.BOX_HEIGHT / 2.0;
          double column = axis + distance;
          double below = from + GAP;
          drawing.path(
              "M%s %sH%sV%s"
                  .formatted(
                      SvgDrawing.number(axis + HALF),
                      SvgDrawing.number(from),
                      SvgDrawing.number(column),
                      SvgDrawing.number(below)),
              true);
          drawing.caption(column - 24, from - 4, "failed");
          failure.drawer().draw(column, below);
          if (block.height() < failure.height() + SvgDrawing.BOX_HEIGHT / 2.0 + GAP
              && block.goesOn()) {
            double end =
                top
                    + Math.max(
                        block.height(), failure.height() + SvgDrawing.BOX_HEIGHT / 2.0 + GAP);
            drawing.edge(axis, top + block.height(), axis, end, false);
          }
        });
  }

  /** A step that holds others: its box, its branches beside each other, and where they meet. */
  private Block container(Step step) {
    List<Block> branches = new ArrayList<>();
    List<String> captions = new ArrayList<>();
    for (int i = 0; i < step.nested().size(); i++) {
      Block branch = list(step.nested().get(i));
      branches.add(
          new Block(
              Math.max(branch.left(), HALF / 2.0),
              Math.max(branch.right(), HALF / 2.0),
              branch.height(),
              branch.goesOn(),
              branch.drawer()));
      captions.add(DefinitionDiagram.caption(step, i));
    }
    if (step instanceof Step.Branch branch
        && branch.cases().stream().noneMatch(Step.Branch.Case::otherwise)) {
      branches.add(new Block(HALF / 2.0, HALF / 2.0, 0, true, (axis, top) -> {}));
      captions.add("else");
    }
    boolean loop = step instanceof Step.Loop;
    double width =
        branches.stream().mapToDouble(Block::width).sum() + BESIDE * (branches.size() - 1.0);
    double tallest = branches.stream().mapToDouble(Block::height).max().orElse(0);
    double side = Math.max(HALF, width / 2) + (loop ? BESIDE : 0);
    double own = height(step);
    double height = own + GAP + tallest + GAP;
    boolean goesOn = loop || branches.stream().anyMatch(Block::goesOn);
    return new Block(
        side,
        side,
        height,
        goesOn,
        (axis, top) -> {
          drawing.box(axis, top, shape(step), box(step));
          double x = axis - width / 2;
          double join = top + height;
          for (int i = 0; i < branches.size(); i++) {
            Block branch = branches.get(i);
            double middle = x + branch.left();
            double begin = top + own + GAP;
            drawing.edge(axis, top + own, middle, begin, false);
            drawing.caption(middle, begin - 6, captions.get(i));
            branch.drawer().draw(middle, begin);
            if (branch.goesOn()) {
              double end = begin + branch.height();
              drawing.path(
                  "M%s %sV%sH%s"
                      .formatted(
                          SvgDrawing.number(middle),
                          SvgDrawing.number(end),
                          SvgDrawing.number(join),
                          SvgDrawing.number(axis)),
                  false);
            }
            x += branch.width() + BESIDE;
          }
          if (loop) {
            double back = axis - side + BESIDE / 3.0;
            drawing.path(
                "M%s %sH%sV%sH%s"
                    .formatted(
                        SvgDrawing.number(axis),
                        SvgDrawing.number(join),
                        SvgDrawing.number(back),
                        SvgDrawing.number(top + SvgDrawing.BOX_HEIGHT / 2.0),
                        SvgDrawing.number(axis - HALF)),
                true);
          }
        });
  }

  private static String shape(Step step) {
    if (step instanceof Step.Choice) {
      return "choice";
    }
    return step.kind();
  }

  private SvgDrawing.Box box(Step step) {
    return new SvgDrawing.Box(
        step.id(),
        step.settings().label(),
        kind(step),
        state(step),
        notes.getOrDefault(step.id(), ""));
  }

  private @Nullable String state(Step step) {
    return states.get(step.id());
  }

  private static String kind(Step step) {
    String kind =
        step instanceof Step.Action action
            ? action.type()
            : step instanceof Step.Wait wait ? "wait for " + wait.event() : step.kind();
    return step.settings().delay() != null && !(step instanceof Step.Delay)
        ? kind + ", delayed"
        : kind;
  }
}
