package dev.workflow.jdbi.spring;

import dev.workflow.EngineOptions;
import dev.workflow.TaskSettings;
import dev.workflow.WorkflowEngine;
import dev.workflow.messaging.InboundClassifier;
import dev.workflow.messaging.MessageSettings;
import dev.workflow.messaging.MessagingSetup;
import dev.workflow.messaging.UnsubscribeLinks;
import dev.workflow.spi.AccessPolicy;
import dev.workflow.spi.ActionHandler;
import dev.workflow.spi.ActorDirectory;
import dev.workflow.spi.AddressFormat;
import dev.workflow.spi.ArchiveSink;
import dev.workflow.spi.ChannelLimit;
import dev.workflow.spi.ChannelSender;
import dev.workflow.spi.ConsentPolicy;
import dev.workflow.spi.ContactDirectory;
import dev.workflow.spi.DocumentProvider;
import dev.workflow.spi.EngineListener;
import dev.workflow.spi.FieldPolicy;
import dev.workflow.spi.FrequencyCap;
import dev.workflow.spi.HolidayCalendar;
import dev.workflow.spi.HostPath;
import dev.workflow.spi.PaymentProvider;
import dev.workflow.spi.QuietHours;
import dev.workflow.spi.RecordGateway;
import dev.workflow.spi.RetentionPolicy;
import dev.workflow.spi.SecretSource;
import dev.workflow.spi.SignatureProvider;
import dev.workflow.spi.TenantDirectory;
import dev.workflow.trigger.EventCatalog;
import dev.workflow.trigger.EventCatalogs;
import java.util.List;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;

/**
 * Puts what is found as a bean into the builder of an engine. The application's engine is built
 * with it, and so is a test's.
 *
 * <p>Of these kinds all beans count, in their order: handlers, senders, formats of addresses, paths
 * of the host, providers of signatures, documents and payments, listeners, frequency caps,
 * customizers. Of these one: gateway of records, directories, policies of access, of fields and of
 * retention, archive, secrets, calendar of holidays, event catalogue, consent policy, unsubscribe
 * links, classifier, contacts, settings, options.
 */
public final class WorkflowEngineBuilder implements UnaryOperator<WorkflowEngine.Builder> {

  private final ListableBeanFactory beans;
  private final @Nullable DataSource dataSource;
  private final EngineOptions options;

  WorkflowEngineBuilder(
      ListableBeanFactory beans, @Nullable DataSource dataSource, EngineOptions options) {
    this.beans = beans;
    this.dataSource = dataSource;
    this.options = options;
  }

  @Override
  public WorkflowEngine.Builder apply(WorkflowEngine.Builder builder) {
    builder.options(options);
    all(ActionHandler.class).forEach(handler -> builder.handler(inStep(handler)));
    all(SignatureProvider.class).forEach(builder::signatures);
    all(DocumentProvider.class).forEach(builder::documents);
    all(PaymentProvider.class).forEach(builder::payments);
    all(EngineListener.class).forEach(builder::listener);
    one(RecordGateway.class).ifAvailable(builder::records);
    one(TenantDirectory.class).ifAvailable(builder::tenants);
    one(ActorDirectory.class).ifAvailable(builder::actors);
    one(AccessPolicy.class).ifAvailable(builder::access);
    one(FieldPolicy.class).ifAvailable(builder::fields);
    one(RetentionPolicy.class).ifAvailable(builder::retention);
    one(ArchiveSink.class).ifAvailable(builder::archive);
    one(SecretSource.class).ifAvailable(builder::secrets);
    one(HolidayCalendar.class).ifAvailable(builder::holidays);
    one(EventCatalog.class).ifAvailable(builder::catalog);
    one(EventCatalogs.class).ifAvailable(builder::catalogs);
    one(TaskSettings.class).ifAvailable(settings -> builder.tasks(defaults -> settings));
    builder.messaging(this::messaging);
    all(WorkflowEngineCustomizer.class).forEach(customizer -> customizer.customize(builder));
    return builder;
  }

  private void messaging(MessagingSetup setup) {
    all(ChannelSender.class).forEach(setup::sender);
    all(AddressFormat.class).forEach(setup::addressFormat);
    all(HostPath.class).forEach(setup::hostPath);
    List<FrequencyCap> caps = all(FrequencyCap.class);
    if (!caps.isEmpty()) {
      setup.frequencyCaps(caps);
    }
    List<ChannelLimit> limits = all(ChannelLimit.class);
    if (!limits.isEmpty()) {
      setup.channelLimits(limits);
    }
    one(QuietHours.class).ifAvailable(setup::quietHours);
    one(ConsentPolicy.class).ifAvailable(setup::consent);
    one(UnsubscribeLinks.class).ifAvailable(setup::unsubscribe);
    one(InboundClassifier.class).ifAvailable(setup::inboundClassifier);
    one(ContactDirectory.class).ifAvailable(setup::contacts);
    one(MessageSettings.class).ifAvailable(setup::settings);
  }

  private ActionHandler inStep(ActionHandler handler) {
    return dataSource == null ? handler : StepTransaction.of(handler, dataSource);
  }

  private <T> List<T> all(Class<T> type) {
    return beans.getBeanProvider(type).orderedStream().toList();
  }

  private <T> ObjectProvider<T> one(Class<T> type) {
    return beans.getBeanProvider(type);
  }
}
