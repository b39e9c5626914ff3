package dev.workflow.jdbi.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A part of the way round all lanes that wait for a time.
 *
 * @param busy those that have something due
 * @param last where the next part continues; null: the round is over
 * @param <L> the lane
 */
public record LaneRound<L>(List<L> busy, @Nullable L last) {

  /**
   * A lane on the way round.
   *
   * @param busy whether it has something due
   */
  public record Visited<L>(L lane, boolean busy) {}

  /** Gives the lane after another one. */
  @FunctionalInterface
  public interface Next<L> {
    Optional<L> after(@Nullable L lane);
  }

  /**
   * @param most how many lanes are visited unless there are no more
   */
  public static <L> LaneRound<L> of(List<Visited<L>> visited, int most) {
    return new LaneRound<>(
        visited.stream().filter(Visited::busy).map(Visited::lane).toList(),
        visited.size() < most ? null : visited.get(visited.size() - 1).lane());
  }

  /** Goes from lane to lane, with a query for each. */
  public static <L> LaneRound<L> walk(
      @Nullable L after, int most, Next<L> next, Predicate<L> busy) {
    List<Visited<L>> visited = new ArrayList<>();
    Optional<L> lane = next.after(after);
    while (lane.isPresent() && visited.size() < most) {
      visited.add(new Visited<>(lane.get(), busy.test(lane.get())));
      lane = next.after(lane.get());
    }
    return of(visited, most);
  }
}
