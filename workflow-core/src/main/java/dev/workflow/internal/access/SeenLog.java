package dev.workflow.internal.access;

import dev.workflow.Page;
import dev.workflow.internal.service.LogService;
import dev.workflow.operations.ExecutionLog;
import java.io.IOException;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The log as a principal sees it. Acts are found by what they see of them: a search by a text tells
 * nothing of what is masked in it.
 */
record SeenLog(LogService log, UnaryOperator<Page<Entry>> sight) implements ExecutionLog {

  @Override
  public Page<Entry> search(Query query, @Nullable String cursor, int limit) {
    return seen(query, log.search(query, cursor, limit));
  }

  @Override
  public long export(Query query, Format format, Appendable sink) throws IOException {
    return log.export(query, format, sink, page -> seen(query, page));
  }

  private Page<Entry> seen(Query query, Page<Entry> page) {
    Page<Entry> seen = sight.apply(page);
    String text = query.act().text();
    if (text == null) {
      return seen;
    }
    String low = text.toLowerCase(Locale.ROOT);
    return new Page<>(
        seen.items().stream()
            .filter(
                entry ->
                    entry.act().reason() != null
                        && entry.act().reason().toLowerCase(Locale.ROOT).contains(low))
            .toList(),
        seen.next());
  }
}
