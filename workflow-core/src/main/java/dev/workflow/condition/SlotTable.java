package dev.workflow.condition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.workflow.condition.IndexTerm.Kind;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The fields an index looks at, and a slot for every aspect of them: its number, its code, the code
 * of its first three characters. {@link #read} turns an event into one double a slot.
 *
 * <p>For many readers and one writer: a field is immutable and replaced when it gets a slot.
 */
final class SlotTable {

  /** Terms beyond so many slots are left to the evaluation. */
  private static final int MAX_SLOTS = 1 << Row.SLOT_BITS;

  private final CodeTable dictionary = new CodeTable();
  private final Map<FieldPath, Integer> positions = new HashMap<>();
  private volatile Field[] fields = new Field[4];
  private volatile int fieldCount;
  private volatile int slotCount;

  /** The row entry of a term, or null if there is no room for it. For the writer. */
  Row.@Nullable Bound bound(IndexTerm term) {
    int slot = slot(term);
    if (slot < 0) {
      return null;
    }
    double code = term.text() == null ? Double.NaN : dictionary.add(term.text());
    return term.text() == null
        ? new Row.Bound(slot, term.low(), term.high())
        : new Row.Bound(slot, code, code);
  }

  private int slot(IndexTerm term) {
    Integer position = positions.get(term.field());
    Field field = position == null ? new Field(term.field()) : fields[position];
    int known = field.slot(term.kind(), term.length());
    if (known >= 0 || slotCount == MAX_SLOTS) {
      return known;
    }
    int slot = slotCount;
    store(position, field.with(term.kind(), term.length(), slot));
    slotCount = slot + 1;
    return slot;
  }

  private void store(@Nullable Integer position, Field field) {
    int at = position == null ? fieldCount : position;
    if (at == fields.length) {
      fields = Arrays.copyOf(fields, at * 2);
    }
    Field[] all = fields;
    all[at] = field;
    fields = all;
    if (position == null) {
      positions.put(field.path, at);
      fieldCount = at + 1;
    }
  }

  /** Writes what the event has in every slot. */
  void read(EventVector probe) {
    JsonNode data = probe.data();
    probe.clear(slotCount);
    int count = fieldCount;
    Field[] all = fields;
    for (int i = 0; i < count; i++) {
      all[i].read(data, probe, dictionary);
    }
  }

  /** A field with its slots; -1 where it has none. */
  private record Field(FieldPath path, int number, int discrete, int[] lengths, int[] prefixes) {

    Field(FieldPath path) {
      this(path, -1, -1, new int[0], new int[0]);
    }

    int slot(Kind kind, int length) {
      return switch (kind) {
        case NUMBER -> number;
        case DISCRETE -> discrete;
        case PREFIX -> {
          int i = Arrays.binarySearch(lengths, length);
          yield i < 0 ? -1 : prefixes[i];
        }
      };
    }

    Field with(Kind kind, int length, int slot) {
      return switch (kind) {
        case NUMBER -> new Field(path, slot, discrete, lengths, prefixes);
        case DISCRETE -> new Field(path, number, slot, lengths, prefixes);
        case PREFIX -> {
          int at = -Arrays.binarySearch(lengths, length) - 1;
          yield new Field(
              path, number, discrete, insert(lengths, at, length), insert(prefixes, at, slot));
        }
      };
    }

    private static int[] insert(int[] list, int at, int value) {
      int[] longer = Arrays.copyOf(list, list.length + 1);
      System.arraycopy(list, at, longer, at + 1, list.length - at);
      longer[at] = value;
      return longer;
    }

    void read(JsonNode data, EventVector probe, CodeTable dictionary) {
      JsonNode value = path.find(data);
      if (value instanceof TextNode) {
        String text = value.textValue();
        if (discrete >= 0) {
          probe.code(discrete, dictionary.code(text));
        }
        readPrefixes(text, probe, dictionary);
      } else if (number >= 0 && Numbers.isNumber(value)) {
        probe.number(number, Numbers.nearest(value), Numbers.isPlain(value));
      } else if (discrete >= 0) {
        readConstant(value, probe);
      }
    }

    private void readPrefixes(String text, EventVector probe, CodeTable dictionary) {
      int hash = 0;
      int hashed = 0;
      for (int i = 0; i < lengths.length && lengths[i] <= text.length(); i++) {
        while (hashed < lengths[i]) {
          hash = 31 * hash + text.charAt(hashed++);
        }
        probe.code(prefixes[i], dictionary.code(text, hash, hashed));
      }
    }

    private void readConstant(JsonNode value, EventVector probe) {
      if (Values.isNothing(value)) {
        probe.code(discrete, (int) IndexTerm.NULL);
      } else if (value.isBoolean()) {
        probe.code(discrete, (int) (value.booleanValue() ? IndexTerm.TRUE : IndexTerm.FALSE));
      }
    }
  }
}
