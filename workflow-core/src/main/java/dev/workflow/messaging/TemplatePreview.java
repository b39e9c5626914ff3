package dev.workflow.messaging;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A preview of a message made from a template.
 *
 * @param language the language it is in
 * @param content what the channel's sender would be handed; what is missing is left empty
 * @param missing the expressions without a value, as they stand between their braces, each once: a
 *     step would fail
 * @param sms what the text costs; null unless it is for the channel {@code sms}
 */
public record TemplatePreview(
    String language, ObjectNode content, List<String> missing, @Nullable SmsSegments sms) {

  public TemplatePreview {
    missing = List.copyOf(missing);
  }
}
