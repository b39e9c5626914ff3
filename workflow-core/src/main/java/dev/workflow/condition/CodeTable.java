package dev.workflow.condition;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * The texts an index knows, each with a code. Looking up a text, or the beginning of one, creates
 * nothing.
 *
 * <p>For many readers and one writer: entries are immutable and the table, with open addressing, is
 * replaced when it fills.
 */
final class CodeTable {

  private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(Word[].class);
  private static final int GOLDEN = 0x9E3779B9;

  private record Word(String text, int hash, int code) {}

  private volatile Word[] table = new Word[16];
  private int size;

  /** The code of a text, a new one if it has none yet. For the writer. */
  int add(String text) {
    int known = code(text, text.hashCode(), text.length());
    if (known >= 0) {
      return known;
    }
    if (2 * (size + 1) > table.length) {
      grow();
    }
    Word word = new Word(text, text.hashCode(), IndexTerm.FIRST_WORD + size++);
    insert(table, word);
    return word.code;
  }

  /** The code of a text, or -1. */
  int code(String text) {
    return code(text, text.hashCode(), text.length());
  }

  /** The code of the first characters of a text with the hash of these alone, or -1. */
  int code(String text, int hash, int length) {
    Word[] words = table;
    int mask = words.length - 1;
    for (int i = start(hash, mask); ; i = i + 1 & mask) {
      Word word = (Word) SLOT.getAcquire(words, i);
      if (word == null) {
        return -1;
      }
      if (word.hash == hash && word.text.length() == length && text.startsWith(word.text)) {
        return word.code;
      }
    }
  }

  private void grow() {
    Word[] larger = new Word[table.length * 2];
    for (@Nullable Word word : table) {
      if (word != null) {
        insert(larger, word);
      }
    }
    table = larger;
  }

  private static void insert(Word[] words, Word word) {
    int mask = words.length - 1;
    int i = start(word.hash, mask);
    while (words[i] != null) {
      i = i + 1 & mask;
    }
    SLOT.setRelease(words, i, word);
  }

  private static int start(int hash, int mask) {
    return hash * GOLDEN >>> Integer.numberOfLeadingZeros(mask) & mask;
  }
}
