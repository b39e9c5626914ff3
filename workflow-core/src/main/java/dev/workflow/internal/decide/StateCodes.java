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

  /** Of the state that stands for unknown ones: it is in no journal. */
  private static final char NONE = 0;

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
                case UNRECOGNIZED -> NONE;
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
                case UNRECOGNIZED -> NONE;
              });

  private final Map<E, Character> letters;
  private final Map<Character, E> states = new HashMap<>();

  private StateCodes(Class<E> type, Function<E, Character> letter) {
    letters = new EnumMap<>(type);
    Stream.of(type.getEnumConstants())
        .filter(state -> letter.apply(state) != NONE)
        .forEach(state -> letters.put(state, letter.apply(state)));
    letters.forEach((state, character) -> states.put(character, state));
  }

  /**
   * Two letters: from and to.
   *
   * @throws IllegalArgumentException if a state has none
   */
  String move(E from, E to) {
    return String.valueOf(letter(from)) + letter(to);
  }

  private char letter(E state) {
    Character letter = letters.get(state);
    if (letter == null) {
      throw new IllegalArgumentException("no letter stands for " + state);
    }
    return letter;
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
