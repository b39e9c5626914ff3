package dev.workflow.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.workflow.Actor;
import dev.workflow.Json;
import dev.workflow.SubjectRef;
import dev.workflow.memory.InMemoryWorkflowStore;
import dev.workflow.ruleimport.NotificationRules;
import dev.workflow.ruleimport.RuleImport;
import dev.workflow.spi.store.StoreTransaction;
import dev.workflow.spi.store.StoreWork;
import dev.workflow.spi.store.WorkflowStore;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** A store of somebody else, which keeps what the engine needs and nothing more. */
class StoreWithoutExtensionsTest {

  private static final String REFUSAL =
      "the store keeps no imported notification rules: StoreTransaction.extension gives no"
          + " dev.workflow.ruleimport.spi.ImportedRuleRows; workflow-jdbi and the in-memory store"
          + " keep them";

  private record Bare(WorkflowStore store) implements WorkflowStore {

    @Override
    public <T, X extends Exception> T transact(StoreWork<T, X> work) throws X {
      return store.transact(transaction -> work.in(bare(transaction)));
    }

    @Override
    public Instant now() {
      return store.now();
    }

    @Override
    public String describe() {
      return store.describe();
    }

    @Override
    public void close() {
      store.close();
    }

    private static StoreTransaction bare(StoreTransaction transaction) {
      return (StoreTransaction)
          Proxy.newProxyInstance(
              Bare.class.getClassLoader(),
              new Class<?>[] {StoreTransaction.class},
              (proxy, method, arguments) ->
                  method.getName().equals("extension")
                      ? InvocationHandler.invokeDefault(proxy, method, arguments)
                      : called(transaction, method, arguments));
    }

    private static Object called(Object target, Method method, Object[] arguments)
        throws Throwable {
      try {
        return method.invoke(target, arguments);
      } catch (InvocationTargetException e) {
        throw e.getCause();
      }
    }
  }

  @Test
  void rule_import_says_that_the_store_keeps_no_imported_rules() {
    try (WorkflowTestKit kit = WorkflowTestKit.on(new Bare(new InMemoryWorkflowStore()))) {
      NotificationRules rules = kit.engine().notificationRules();
      for (String rows :
          new String[] {
            "[]", "[{\"trigger\": \"quote_sent\", \"channel\": \"sms\", \"audience\": \"agent\"}]"
          }) {
        for (RuleImport how :
            new RuleImport[] {RuleImport.defaults(), RuleImport.defaults().asDryRun()}) {
          assertThatThrownBy(
                  () ->
                      rules.importRows(
                          WorkflowTestKit.TENANT, Json.read(rows), how, Actor.of("anna")))
              .isExactlyInstanceOf(UnsupportedOperationException.class)
              .hasMessage(REFUSAL);
        }
      }
      assertThatThrownBy(() -> rules.list(WorkflowTestKit.TENANT))
          .isExactlyInstanceOf(UnsupportedOperationException.class)
          .hasMessage(REFUSAL);
      assertThat(kit.engine().definitions().list(WorkflowTestKit.TENANT)).isEmpty();
    }
  }

  @Test
  void everything_else_works() {
    try (WorkflowTestKit kit = WorkflowTestKit.on(new Bare(new InMemoryWorkflowStore()))) {
      kit.publish(
          """
          {"key": "w", "name": "W", "steps": [{"id": "a", "action": "set", "config": {"values": {"x": 1}}}]}
          """);
      WorkflowAssertions.assertThat(kit, kit.start("w", SubjectRef.of("lead", "1"), Json.object()))
          .isCompleted();
    }
  }
}
