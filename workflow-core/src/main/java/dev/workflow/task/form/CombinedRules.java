package dev.workflow.task.form;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.Problem;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rules of a schema about a value by other schemas of the same value. */
final class CombinedRules {

  private static final int SHOWN = 5;

  private final SchemaReader reader;

  CombinedRules(SchemaReader reader) {
    this.reader = reader;
  }

  void read() {
    for (FormSchema one : sameValue("allOf")) {
      reader.rule(one::apply);
    }
    List<FormSchema> any = sameValue("anyOf");
    if (!any.isEmpty()) {
      reader.rule((value, place) -> checkAny(any, false, value, place));
    }
    List<FormSchema> one = sameValue("oneOf");
    if (!one.isEmpty()) {
      reader.rule((value, place) -> checkAny(one, true, value, place));
    }
    FormSchema not = reader.sameValue("not");
    if (not != null) {
      String what = FormWording.titled(not.title);
      reader.rule(
          (value, place) -> {
            if (not.attempt(value, place).fits()) {
              place.add("is what the form rules out" + what);
            }
          });
    }
    readCondition();
  }

  private List<FormSchema> sameValue(String key) {
    List<FormSchema> schemas = reader.list(key);
    reader.schema().sameValue.addAll(schemas);
    return schemas;
  }

  private void readCondition() {
    FormSchema test = reader.sameValue("if");
    FormSchema then = reader.sameValue("then");
    FormSchema otherwise = reader.sameValue("else");
    if (test == null) {
      for (String key : List.of("then", "else")) {
        if (reader.has(key)) {
          reader.at(key).add("stands beside \"if\"");
        }
      }
      return;
    }
    reader.rule((value, place) -> checkCondition(test, then, otherwise, value, place));
  }

  private static void checkCondition(
      FormSchema test,
      @Nullable FormSchema then,
      @Nullable FormSchema otherwise,
      JsonNode value,
      CheckedValue place) {
    CheckedValue trial = test.attempt(value, place);
    if (trial.fits()) {
      place.list(trial);
    }
    FormSchema next = trial.fits() ? then : otherwise;
    if (next != null) {
      next.apply(value, place);
    }
  }

  private static void checkAny(
      List<FormSchema> schemas, boolean onlyOne, JsonNode value, CheckedValue place) {
    List<CheckedValue> trials = new ArrayList<>();
    List<String> fitting = new ArrayList<>();
    for (int i = 0; i < schemas.size(); i++) {
      CheckedValue trial = schemas.get(i).attempt(value, place);
      trials.add(trial);
      if (trial.fits()) {
        fitting.add(name(schemas.get(i), i));
        place.list(trial);
      }
    }
    if (fitting.isEmpty()) {
      place.open();
      if (trials.size() == 1) {
        place.addAll(trials.get(0));
      } else {
        place.add("fits none of the " + trials.size() + " ways: " + reasons(schemas, trials));
      }
    } else if (onlyOne && fitting.size() > 1) {
      place.add("fits more than one way, and only one may: " + String.join(", ", fitting));
    }
  }

  private static String name(FormSchema schema, int index) {
    return schema.title.isEmpty() ? "(" + (index + 1) + ")" : FormWording.quote(schema.title);
  }

  /** What is wrong first with each way. */
  private static String reasons(List<FormSchema> schemas, List<CheckedValue> trials) {
    List<String> reasons = new ArrayList<>();
    for (int i = 0; i < Math.min(SHOWN, trials.size()); i++) {
      Problem first = trials.get(i).problems().list().get(0);
      String where = first.pointer().isEmpty() ? "" : first.pointer() + " ";
      reasons.add(name(schemas.get(i), i) + " " + where + first.message());
    }
    return String.join("; ", reasons) + (trials.size() > SHOWN ? "; …" : "");
  }
}
