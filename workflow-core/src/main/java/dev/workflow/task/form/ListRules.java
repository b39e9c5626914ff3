package dev.workflow.task.form;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rules of a schema about lists. */
final class ListRules {

  private final SchemaReader reader;

  ListRules(SchemaReader reader) {
    this.reader = reader;
  }

  void read() {
    readCounts();
    readUnique();
    readItems();
    readContains();
  }

  private void readCounts() {
    long least = reader.count("minItems", 0);
    long most = reader.count("maxItems", Long.MAX_VALUE);
    if (least > most) {
      reader.at("minItems").add("is more than \"maxItems\": nothing would fit");
    }
    if (least > 0 || most != Long.MAX_VALUE) {
      reader.rule(
          (value, place) -> {
            if (value.isArray() && (value.size() < least || value.size() > most)) {
              place.add(counted(value.size(), least, most));
            }
          });
    }
  }

  private static String counted(int size, long least, long most) {
    String has = "has " + FormWording.count(size, "element", "elements");
    return size < least
        ? has + "; at least " + least + " are needed"
        : has + "; at most " + most + " are allowed";
  }

  private void readUnique() {
    JsonNode unique = reader.json().path("uniqueItems");
    if (!unique.isMissingNode() && !unique.isBoolean()) {
      reader.at("uniqueItems").add(FormWording.expected("true or false", unique));
    }
    if (unique.asBoolean(false)) {
      reader.rule(ListRules::checkUnique);
    }
  }

  private static void checkUnique(JsonNode value, CheckedValue place) {
    Map<String, Integer> first = new HashMap<>();
    for (int i = 0; value.isArray() && i < value.size(); i++) {
      Integer before = first.putIfAbsent(CanonicalText.of(value.get(i)), i);
      if (before != null) {
        place.problems().at(i).add("is the same as element " + (before + 1));
      }
    }
  }

  private void readItems() {
    List<FormSchema> prefix = reader.list("prefixItems");
    if (reader.json().path("items").isArray()) {
      reader.at("items").add("expected a schema; for one schema a place write \"prefixItems\"");
      return;
    }
    FormSchema items = reader.schema("items");
    if (!prefix.isEmpty() || items != null) {
      reader.rule((value, place) -> checkItems(prefix, items, value, place));
    }
  }

  private static void checkItems(
      List<FormSchema> prefix, @Nullable FormSchema items, JsonNode value, CheckedValue place) {
    for (int i = 0; value.isArray() && i < value.size(); i++) {
      FormSchema schema = i < prefix.size() ? prefix.get(i) : items;
      if (schema != null) {
        schema.check(value.get(i), place.at(i));
      }
    }
  }

  private void readContains() {
    FormSchema wanted = reader.schema("contains");
    long least = reader.count("minContains", 1);
    long most = reader.count("maxContains", Long.MAX_VALUE);
    if (wanted != null) {
      String what = wanted.title.isEmpty() ? "" : " (" + FormWording.shortened(wanted.title) + ")";
      reader.rule(
          (value, place) -> {
            int found = value.isArray() ? count(wanted, value, place) : -1;
            if (found >= 0 && found < least) {
              place.add(
                  "holds "
                      + found
                      + " of the elements wanted"
                      + what
                      + "; at least "
                      + least
                      + " are needed");
            } else if (found > most) {
              place.add(
                  "holds "
                      + found
                      + " of the elements wanted"
                      + what
                      + "; at most "
                      + most
                      + " are allowed");
            }
          });
    }
  }

  private static int count(FormSchema wanted, JsonNode value, CheckedValue place) {
    int found = 0;
    for (JsonNode element : value) {
      found += wanted.attempt(element, place).fits() ? 1 : 0;
    }
    return found;
  }
}
