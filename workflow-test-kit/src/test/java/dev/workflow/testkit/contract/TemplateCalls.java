package dev.workflow.testkit.contract;

import static dev.workflow.testkit.contract.EngineContract.json;
import static dev.workflow.testkit.contract.ForeignCalls.SPY;
import static dev.workflow.testkit.contract.ForeignCalls.done;

import dev.workflow.messaging.MessageTemplate;
import dev.workflow.messaging.Templates;

/** The calls about message templates. */
final class TemplateCalls {

  private static final String NONE = "NotFoundException: tenant {tenant} has no template \"t\"";
  private static final String NO_VERSION =
      "NotFoundException: tenant {tenant} has no version 1 of a template \"t\"";

  private final ForeignCalls calls;

  TemplateCalls(ForeignCalls calls) {
    this.calls = calls;
  }

  static MessageTemplate template() {
    return MessageTemplate.builder("t").sms("en", "Hello").build();
  }

  void addAll(Templates it) {
    calls.add(
        "Templates.publish(TenantId, MessageTemplate, Actor)",
        "1",
        tenant -> it.publish(tenant, template(), SPY));
    calls.add(
        "Templates.check(TenantId, MessageTemplate)", "[]", tenant -> it.check(tenant, template()));
    calls.add("Templates.get(TenantId, String)", NONE, tenant -> it.get(tenant, "t"));
    calls.add("Templates.get(TenantId, String, int)", NO_VERSION, tenant -> it.get(tenant, "t", 1));
    calls.add("Templates.versions(TenantId, String)", "[]", tenant -> it.versions(tenant, "t"));
    calls.add("Templates.list(TenantId)", "[]", it::list);
    calls.add(
        "Templates.changes(TenantId, String, int, int)",
        NO_VERSION,
        tenant -> it.changes(tenant, "t", 1, 2));
    calls.add(
        "Templates.rollback(TenantId, String, int, Actor)",
        NO_VERSION,
        tenant -> it.rollback(tenant, "t", 1, SPY));
    calls.add(
        "Templates.archive(TenantId, String, int, Actor)",
        NO_VERSION,
        tenant -> done(() -> it.archive(tenant, "t", 1, SPY)));
    calls.add(
        "Templates.preview(TenantId, String, String, String, ObjectNode)",
        NONE,
        tenant -> it.preview(tenant, "t", null, "sms", json("{}")));
    calls.add(
        "Templates.preview(TenantId, MessageTemplate, String, String, ObjectNode)",
        "Hello",
        tenant ->
            it.preview(tenant, template(), null, "sms", json("{}"))
                .content()
                .path("text")
                .asText());
    calls.add(
        "Templates.testSend(TenantId, String, String, String, String, ObjectNode, Actor)",
        NONE,
        tenant -> it.testSend(tenant, "t", "sms", null, "+31612345678", json("{}"), SPY));
  }
}
