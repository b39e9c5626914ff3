package dev.workflow.jdbi.internal.sql;

import org.jspecify.annotations.Nullable;

/** Builds the {@code WHERE} of a statement from what a caller asks for. Used by one thread. */
public final class Conditions {

  private final StringBuilder text = new StringBuilder();
  private final Binding binding = new Binding();

  private Conditions() {}

  public static Conditions where(String condition, String name, Object value) {
    return new Conditions().and(condition, name, value);
  }

  public Conditions and(String condition) {
    text.append(text.length() == 0 ? "WHERE " : " AND ").append(condition);
    return this;
  }

  /**
   * @param name of the parameter that the condition has
   */
  public Conditions and(String condition, String name, @Nullable Object value) {
    binding.bind(name, value);
    return and(condition);
  }

  /** The condition, if there is a value to compare with. */
  public Conditions andIfGiven(String condition, String name, @Nullable Object value) {
    return value == null ? this : and(condition, name, value);
  }

  /** Gives one more parameter its value. */
  public Conditions bind(String name, @Nullable Object value) {
    binding.bind(name, value);
    return this;
  }

  public Binding binding() {
    return binding;
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
