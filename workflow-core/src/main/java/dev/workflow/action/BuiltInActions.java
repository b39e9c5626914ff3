package dev.workflow.action;

import dev.workflow.action.AutomaticAction.Work;
import dev.workflow.messaging.internal.content.MessageStepContext;
import dev.workflow.spi.ActionHandler;
import dev.workflow.spi.RecordGateway;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The actions that come with the engine. A handler of the host wins over one of the same type. */
public final class BuiltInActions {

  private static final List<ActionSpec> SPECS =
      List.of(
          MessageSpecs.EMAIL,
          MessageSpecs.SMS,
          MessageSpecs.WHATSAPP,
          MessageSpecs.MESSAGE,
          MessageSpecs.NOTIFICATION,
          RecordSpecs.CREATE_TASK,
          RecordSpecs.UPDATE_FIELD,
          RecordSpecs.UPDATE_LEAD,
          RecordSpecs.ADD_TAG,
          RecordSpecs.REMOVE_TAG,
          RecordSpecs.ADD_NOTE,
          RecordSpecs.ENQUEUE_EXPORT,
          PeopleActions.APPROVAL,
          PeopleActions.CHECKLIST,
          ProviderSpecs.SIGNATURE,
          ProviderSpecs.DOCUMENT,
          ProviderSpecs.PAYMENT,
          WorkflowActions.START_WORKFLOW,
          WorkflowActions.START_FOR_RECORDS,
          WorkflowActions.PUBLISH_EVENT,
          WorkflowActions.SET,
          WorkflowActions.LOGGING);

  private BuiltInActions() {}

  /**
   * The handlers, one for every name and alias. Thread-safe if the gateway is.
   *
   * @param records the host's data; null: the steps that need it are BLOCKED and say so
   * @param messaging what message steps work with
   */
  public static List<ActionHandler> all(
      @Nullable RecordGateway records, MessageStepContext messaging) {
    return all(records, messaging, Providers.local());
  }

  /**
   * The same.
   *
   * @param providers where people sign, upload and pay
   */
  public static List<ActionHandler> all(
      @Nullable RecordGateway records, MessageStepContext messaging, Providers providers) {
    List<ActionHandler> handlers = new ArrayList<>();
    MessageActions messages = new MessageActions(messaging);
    add(handlers, MessageSpecs.EMAIL, messages::email);
    add(handlers, MessageSpecs.SMS, messages::sms);
    add(handlers, MessageSpecs.WHATSAPP, messages::whatsapp);
    add(handlers, MessageSpecs.MESSAGE, messages::message);
    add(handlers, MessageSpecs.NOTIFICATION, messages::notification);
    onRecords(handlers, new Records(records));
    handlers.add(
        new PeopleAction(PeopleActions.APPROVAL, PeopleActions::approval, PeopleForms::approval));
    handlers.add(
        new PeopleAction(
            PeopleActions.CHECKLIST, PeopleActions::checklist, PeopleForms::checklist));
    handlers.add(new ProviderAction<>(ProviderKinds.SIGNATURE, providers.signatures()));
    handlers.add(new ProviderAction<>(ProviderKinds.DOCUMENT, providers.documents()));
    handlers.add(new ProviderAction<>(ProviderKinds.PAYMENT, providers.payments()));
    add(handlers, WorkflowActions.START_WORKFLOW, WorkflowActions::startWorkflow);
    add(handlers, WorkflowActions.PUBLISH_EVENT, WorkflowActions::publishEvent);
    add(handlers, WorkflowActions.SET, WorkflowActions::set);
    add(handlers, WorkflowActions.LOGGING, WorkflowActions::log);
    return List.copyOf(handlers);
  }

  /** What each action is called, takes and gives: for forms, completion and the reference. */
  public static List<ActionSpec> specs() {
    return SPECS;
  }

  /** Whether an action is one of these, and not one of the host's in its place. */
  public static boolean contains(@Nullable ActionHandler handler) {
    return handler instanceof AutomaticAction
        || handler instanceof PeopleAction
        || handler instanceof ProviderAction;
  }

  /** Whether one of these asks a provider outside. */
  public static boolean asksOutside(ActionHandler handler) {
    return handler instanceof ProviderAction;
  }

  private static void add(List<ActionHandler> handlers, ActionSpec spec, Work work) {
    handlers.add(new AutomaticAction(spec.type(), spec, work));
    spec.aliases().forEach(alias -> handlers.add(new AutomaticAction(alias, spec, work)));
  }

  private static void onRecords(List<ActionHandler> handlers, Records records) {
    handlers.add(records.action(RecordSpecs.CREATE_TASK, RecordActions::createTask));
    handlers.add(records.action(RecordSpecs.UPDATE_FIELD, RecordActions::updateField));
    handlers.add(records.action(RecordSpecs.UPDATE_LEAD, RecordActions::updateLead));
    handlers.add(records.action(RecordSpecs.ADD_TAG, RecordActions::addTag));
    handlers.add(records.action(RecordSpecs.REMOVE_TAG, RecordActions::removeTag));
    handlers.add(records.action(RecordSpecs.ADD_NOTE, RecordActions::addNote));
    handlers.add(records.action(RecordSpecs.ENQUEUE_EXPORT, RecordActions::enqueueExport));
    handlers.add(
        records.action(WorkflowActions.START_FOR_RECORDS, WorkflowActions::startForRecords));
  }
}
