package dev.workflow.messaging.internal.service;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.f4b6a3.uuid.UuidCreator;
import dev.workflow.Actor;
import dev.workflow.InvalidInputException;
import dev.workflow.Json;
import dev.workflow.Problem;
import dev.workflow.TenantId;
import dev.workflow.expression.ExpressionException;
import dev.workflow.expression.RenderContext;
import dev.workflow.internal.engine.Transactions;
import dev.workflow.messaging.CompiledTemplate;
import dev.workflow.messaging.TemplatePreview;
import dev.workflow.messaging.internal.content.MessageStepContext;
import dev.workflow.messaging.internal.content.TemplateRendering;
import dev.workflow.messaging.internal.context.MessagingContext;
import dev.workflow.spi.AddressFormat.Result;
import dev.workflow.spi.Handling.Category;
import dev.workflow.spi.Handling.Purpose;
import dev.workflow.spi.TenantDirectory;
import dev.workflow.spi.store.MessageRow;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Templates with sample data: looked at, or sent to somebody who looks at them. */
final class TemplatePreviews {

  private final Transactions transactions;

  TemplatePreviews(Transactions transactions) {
    this.transactions = transactions;
  }

  TemplatePreview preview(
      TenantId tenant,
      CompiledTemplate template,
      @Nullable String wanted,
      String channel,
      ObjectNode sampleData) {
    TenantDirectory.Settings settings = transactions.engine().tenant(tenant);
    String asked = TemplateRendering.language(wanted, settings.locale());
    String language =
        template
            .language(channel, asked)
            .orElseThrow(() -> wrong(TemplateRendering.noText(template, channel, asked)));
    RenderContext context =
        RenderContext.of(transactions.engine().now(), settings.zone())
            .businessDays(transactions.engine().businessDays(tenant));
    ObjectNode data = TemplateRendering.sample(template.template(), sampleData);
    try {
      return TemplateRendering.preview(template, language, channel, data, context);
    } catch (ExpressionException e) {
      throw wrong(String.valueOf(e.getMessage()));
    }
  }

  UUID send(
      TenantId tenant,
      CompiledTemplate template,
      String channel,
      TemplatePreview rendered,
      String recipient,
      Actor by) {
    if (!rendered.missing().isEmpty()) {
      throw wrong(
          "there is no value for {{"
              + String.join("}}, {{", rendered.missing())
              + "}}; give them in the sample data");
    }
    MessageStepContext messaging = MessagingContext.of(transactions).steps();
    Result parsed =
        messaging.address(channel, recipient, transactions.engine().tenant(tenant).locale());
    if (parsed instanceof Result.Invalid invalid) {
      throw wrong("the recipient " + invalid.reason());
    }
    String address = ((Result.Valid) parsed).recipient();
    UUID id = UuidCreator.getTimeOrderedEpochPlus1();
    Instant now = transactions.engine().now();
    ObjectNode content = rendered.content().put("test", true);
    Purpose purpose =
        Purpose.NONE
            .withCategory(Category.TRANSACTIONAL)
            .withTemplate(template.template().ref(), rendered.language());
    MessageRow row =
        MessageRow.builder(tenant, id, "test/" + id)
            .channel(channel)
            .recipient(MessageRow.Recipient.of(address))
            .body(Json.write(content))
            .purpose(purpose)
            .createdAt(now)
            .revision(0)
            .status(MessageRow.Status.pending(now).changedBy(by.id()))
            .build();
    transactions.transact(
        transaction -> {
          transaction.messages().insert(List.of(row));
          return id;
        });
    return id;
  }

  private static InvalidInputException wrong(String problem) {
    return new InvalidInputException("The message", List.of(new Problem("", problem)));
  }
}
