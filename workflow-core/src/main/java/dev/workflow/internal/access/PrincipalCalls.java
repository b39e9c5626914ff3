package dev.workflow.internal.access;

import dev.workflow.AccessDeniedException;
import dev.workflow.Actor;
import dev.workflow.Definitions;
import dev.workflow.Event;
import dev.workflow.NotFoundException;
import dev.workflow.Page;
import dev.workflow.TaskId;
import dev.workflow.Tasks;
import dev.workflow.TenantId;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.internal.engine.Access;
import dev.workflow.internal.engine.FieldRights;
import dev.workflow.internal.engine.Transactions;
import dev.workflow.internal.service.LogService;
import dev.workflow.operations.ExecutionLog;
import dev.workflow.spi.AccessPolicy.Request;
import dev.workflow.spi.AccessPolicy.Right;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Lets a principal call services: each call is checked by what {@link Operations} says of it, and
 * refused if that says nothing. Immutable and thread-safe.
 */
public final class PrincipalCalls {

  private final Access access;
  private final Actor principal;
  private final FieldRights fields;
  private final Targets targets;
  private final HiddenOfInstances instances;

  /**
   * @param transactions in which what calls are about is read
   */
  public PrincipalCalls(Actor principal, Transactions transactions) {
    this.access = transactions.engine().access();
    this.fields = transactions.engine().fields();
    this.principal = principal;
    this.targets = new Targets(transactions);
    this.instances = new HiddenOfInstances(transactions);
  }

  /** A service, or what hands services out, as the principal has it. */
  public <T> T checked(Class<T> type, T service) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> call(type, service, method, arguments)));
  }

  /** Lets nobody ask about events on subjects that they may not see. */
  public void requireSeen(Event event) {
    require(event.tenant(), Right.SEE, Target.of(null, event.subject()));
  }

  private @Nullable Object call(
      Class<?> type, Object service, Method method, Object @Nullable [] values) throws Throwable {
    if (method.getDeclaringClass().equals(Object.class)) {
      return invoke(service, method, values);
    }
    if (handsOut(method)) {
      return handedOut(method.getReturnType(), invoke(service, method, values));
    }
    Operation operation = Operations.of(type, method.getName());
    if (operation == null || values == null) {
      throw new AccessDeniedException(
          "no right is stated for "
              + type.getSimpleName()
              + "."
              + method.getName()
              + ", so that nobody has it");
    }
    Arguments arguments = new Arguments(values);
    if (operation.ofSomebody()) {
      if (!isPrincipal(arguments)) {
        require(arguments.tenant(), operation.right(), Target.ALL);
      }
      return invoke(service, method, values);
    }
    requirePrincipal(arguments);
    Object answer =
        operation.each() == null
            ? permitted(type, service, method, operation, arguments)
            : filtered(invoke(service, method, values), operation, arguments);
    return fields.concern(principal) && !(service instanceof LogService)
        ? seen(answer, arguments)
        : answer;
  }

  private @Nullable Object seen(@Nullable Object answer, Arguments arguments) {
    return new Answers(fields, principal, instances, arguments.tenant())
        .of(answer, targets.subjectType(arguments), arguments.instance());
  }

  /** What hands out services takes none of a tenant's things. */
  private static boolean handsOut(Method method) {
    return method.getReturnType().isInterface()
        && method.getReturnType().getName().startsWith("dev.workflow.")
        && Arrays.stream(method.getParameterTypes()).noneMatch(TenantId.class::equals);
  }

  private <T> T handedOut(Class<T> type, @Nullable Object service) {
    return checked(type, type.cast(Objects.requireNonNull(service)));
  }

  private boolean isPrincipal(Arguments arguments) {
    Actor actor = arguments.find(Actor.class);
    return actor == null
        ? principal.id().equals(arguments.find(String.class))
        : principal.equals(actor);
  }

  /** Nobody acts as somebody else. */
  private void requirePrincipal(Arguments arguments) {
    Actor actor = arguments.find(Actor.class);
    if (actor != null && !actor.equals(principal)) {
      throw new AccessDeniedException(
          "who acts is \"" + principal + "\", and cannot act as \"" + actor + "\"");
    }
  }

  private @Nullable Object permitted(
      Class<?> type, Object service, Method method, Operation operation, Arguments arguments)
      throws Throwable {
    for (Target target : operation.targets().of(targets, arguments)) {
      require(arguments.tenant(), operation.right(), target);
    }
    if (arguments.find(Actor.class) == null) {
      if (service instanceof Definitions definitions && method.getName().startsWith("publish")) {
        WorkflowDefinition definition = arguments.get(WorkflowDefinition.class);
        return method.getName().equals("publish")
            ? definitions.publish(arguments.tenant(), definition, principal)
            : definitions.publishIfChanged(arguments.tenant(), definition, principal);
      }
      if (type.equals(Tasks.class) && method.getName().equals("get")) {
        return ((Tasks) service).get(arguments.tenant(), arguments.get(TaskId.class), principal);
      }
    }
    return service instanceof LogService log && fields.concern(principal)
        ? invoke(new SeenLog(log, page -> seenPage(page, arguments)), method, arguments.values())
        : invoke(service, method, arguments.values());
  }

  @SuppressWarnings("unchecked")
  private Page<ExecutionLog.Entry> seenPage(Page<ExecutionLog.Entry> page, Arguments arguments) {
    return (Page<ExecutionLog.Entry>) Objects.requireNonNull(seen(page, arguments));
  }

  private Access.Answer ask(TenantId tenant, Right right, Target target) {
    return access.ask(
        new Request(principal, tenant, right, target.workflow(), target.subject(), null));
  }

  private void require(TenantId tenant, Right right, Target target) {
    Access.Answer answer = ask(tenant, right, target);
    if (answer.allowed()) {
      return;
    }
    if (target.missing() != null && answer.failure() == null) {
      Access.Answer seen = right == Right.SEE ? answer : ask(tenant, Right.SEE, target);
      if (!seen.allowed()) {
        throw new NotFoundException(target.missing());
      }
    }
    throw new AccessDeniedException(
        "\""
            + principal
            + "\" lacks the right "
            + right
            + " on "
            + target.words()
            + " of tenant "
            + tenant
            + answer.because());
  }

  /** Who has the right on all gets all; others get the elements on which they have it. */
  private @Nullable Object filtered(
      @Nullable Object answer, Operation operation, Arguments arguments) {
    TenantId tenant = arguments.tenant();
    for (Target target : operation.targets().of(targets, arguments)) {
      if (!ask(tenant, operation.right(), target).allowed()) {
        Predicate<Object> kept =
            one ->
                ask(tenant, operation.right(), Objects.requireNonNull(operation.each()).apply(one))
                    .allowed();
        return answer instanceof Page<?> page
            ? new Page<>(kept(page.items(), kept), page.next())
            : kept((List<?>) Objects.requireNonNull(answer), kept);
      }
    }
    return answer;
  }

  private static List<Object> kept(List<?> elements, Predicate<Object> which) {
    return elements.stream().map(Object.class::cast).filter(which).toList();
  }

  private static @Nullable Object invoke(Object service, Method method, Object @Nullable [] values)
      throws Throwable {
    try {
      return method.invoke(service, values);
    } catch (InvocationTargetException e) {
      throw e.getCause() == null ? e : e.getCause();
    }
  }
}
