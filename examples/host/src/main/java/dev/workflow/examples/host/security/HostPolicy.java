package dev.workflow.examples.host.security;

import dev.workflow.spi.AccessPolicy;
import org.springframework.stereotype.Component;

/**
 * Who may do what through the engine. ADMIN everything; MANAGER defines, publishes, starts and sees
 * all; SALES starts and sees all; LAWYER, PARALEGAL and CLIENT see their matters, and the lawyer
 * who owns a matter changes what runs on it.
 */
@Component
public class HostPolicy implements AccessPolicy {

  private final Members members;

  HostPolicy(Members members) {
    this.members = members;
  }

  @Override
  public boolean allows(Request request) {
    Member member = members.of(request.tenant(), request.principal().id());
    if (member.is(Role.ADMIN)) {
      return true;
    }
    return switch (request.right()) {
      case DEFINE, PUBLISH -> member.is(Role.MANAGER);
      case START -> member.is(Role.MANAGER) || member.is(Role.SALES);
      case SEE ->
          member.is(Role.MANAGER) || member.is(Role.SALES) || member.isOn(request.subject());
      case OPERATE -> member.owns(request.subject());
      case USE -> !member.roles().isEmpty() && !member.isOnly(Role.CLIENT);
      case ADMINISTER -> false;
    };
  }
}
