package dev.workflow.internal.decide;

import dev.workflow.instance.InstanceState;
import dev.workflow.instance.StepState;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * States as the letters that journals keep. They stand here one by one, so that what is stored does
 * not change its meaning with the order in which the states are declared.
 */
final class StateCodes<E extends Enum<E>> {

  static final StateCodes<StepState> OF_STEP =
      new StateCodes<>(
          StepState.class,
          state ->
              switch (state) {
                case PENDING -> 'P';
                case READY -> 'R';
                case IN_PROGRESS -> 'I';
                case COMPLETED -> 'C';
                case FAILED -> 'F';
                case BLOCKED -> 'B';
                case SKIPPED -> 'S';
              });

  static final StateCodes<InstanceState> OF_INSTANCE =
      new StateCodes<>(
          InstanceState.class,
          state ->
              switch (state) {
                case DRAFT -> 'D';
                case ACTIVE -> 'A';
                case PAUSED -> 'P';
                case COMPLETED -> 'C';
                case FAILED -> 'F';
                case CANCELED -> 'X';
              });

  private final Map<E, Character> letters;
  private final Map<Character, E> states = new HashMap<>();

  private StateCodes(Class<E> type, Function<E, Character> letter) {
    letters = new EnumMap<>(type);
    Stream.of(type.getEnumConstants()).forEach(state -> letters.put(state, letter.apply(state)));
    letters.forEach((state, character) -> states.put(character, state));
  }

  /** Two letters: from and to. */
  String move(E from, E to) {
    return String.valueOf(letters.get(from)) + letters.get(to);
  }

  /**
   * The state of a letter of {@link #move}.
   *
   * @throws IllegalArgumentException if no state has it
   */
  E state(char letter) {
    E state = states.get(letter);
    if (state == null) {
      throw new IllegalArgumentException("no state has the letter " + letter);
    }
    return state;
  }
}
