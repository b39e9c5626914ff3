package dev.workflow.task.form;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;

/** Exact decimals, never written out: 1e1000000 costs as little as 1. */
final class FormNumbers {

  /** The most digits before or behind the point of a number that is divided. */
  static final int MAX_DIGITS = 1_000;

  private FormNumbers() {}

  static BigDecimal exact(JsonNode number) {
    BigDecimal decimal =
        number.isDouble() || number.isFloat()
            ? new BigDecimal(number.asText())
            : number.decimalValue();
    return decimal.signum() == 0 ? BigDecimal.ZERO : decimal.stripTrailingZeros();
  }

  static boolean isWhole(BigDecimal exact) {
    return exact.scale() <= 0;
  }

  /** Whether it can be divided without writing out an enormous number. */
  static boolean isMeasured(BigDecimal exact) {
    return Math.abs((long) exact.scale()) <= MAX_DIGITS && exact.precision() <= MAX_DIGITS;
  }

  /** 1E+3 as 1000 where that is short. */
  static String shown(BigDecimal exact) {
    return Math.abs((long) exact.scale()) <= 20 ? exact.toPlainString() : exact.toString();
  }
}
