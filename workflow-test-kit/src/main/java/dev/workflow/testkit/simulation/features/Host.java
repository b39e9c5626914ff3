package dev.workflow.testkit.simulation.features;

import dev.workflow.Actor;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.expression.BusinessDays;
import dev.workflow.spi.ActorDirectory;
import dev.workflow.spi.EngineListener;
import dev.workflow.spi.HolidayCalendar;
import dev.workflow.spi.TenantDirectory;
import dev.workflow.testkit.WorkflowTestKit;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The host's code, which works or throws. */
final class Host implements TenantDirectory, ActorDirectory, HolidayCalendar, EngineListener {

  static final String TENANTS = "tenants";
  static final String ACTORS = "actors";
  static final String CALENDAR = "calendar";
  static final String LISTENER = "listener";
  static final String RECORDS = "records";

  /** All that can throw. */
  static final List<String> PARTS = List.of(TENANTS, ACTORS, CALENDAR, LISTENER, RECORDS);

  private final Set<String> failing = new LinkedHashSet<>();
  private final boolean listsRoles;
  private final Set<LocalDate> holidays;
  private boolean mended;

  /**
   * @param story half of the hosts list the roles of somebody, and half have a holiday today
   */
  Host(Story story) {
    this.listsRoles = story.seed() % 2 == 0;
    this.holidays =
        story.seed() % 4 < 2
            ? Set.of()
            : Set.of(LocalDate.ofInstant(WorkflowTestKit.START, ZoneOffset.UTC));
  }

  void fails(String part) {
    failing.add(part);
  }

  void recovers(String part) {
    failing.remove(part);
  }

  boolean failing(String part) {
    return failing.contains(part);
  }

  /** What made handlers fail for good is gone. */
  void mend() {
    mended = true;
  }

  boolean mended() {
    return mended;
  }

  void call(String part) {
    if (failing.contains(part)) {
      throw new IllegalStateException("the host's " + part + " of the story throws");
    }
  }

  @Override
  public Optional<Settings> find(TenantId tenant) {
    if (tenant.equals(Cast.A)) {
      call(TENANTS);
    }
    return Optional.of(Settings.DEFAULT);
  }

  @Override
  public Set<String> roles(TenantId tenant, Actor actor, @Nullable SubjectRef subject) {
    call(ACTORS);
    return Cast.roles(actor.id(), subject);
  }

  @Override
  public Optional<Collection<Membership>> memberships(TenantId tenant, Actor actor) {
    call(ACTORS);
    return listsRoles ? Optional.of(List.copyOf(Cast.memberships(actor.id()))) : Optional.empty();
  }

  @Override
  public Optional<Map<Membership, Set<Actor>>> eligible(TenantId tenant, Set<Membership> roles) {
    call(ACTORS);
    Map<Membership, Set<Actor>> all = new HashMap<>();
    for (Membership role : roles) {
      all.put(
          role,
          Cast.ALL.stream()
              .filter(one -> Cast.roles(one, role.subject()).contains(role.role()))
              .map(Cast::actor)
              .collect(Collectors.toSet()));
    }
    return Optional.of(all);
  }

  @Override
  public BusinessDays of(TenantId tenant) {
    return day -> {
      if (tenant.equals(Cast.A)) {
        call(CALENDAR);
      }
      return isBusinessDay(day);
    };
  }

  boolean isBusinessDay(LocalDate day) {
    return BusinessDays.weekdays().isBusinessDay(day) && !holidays.contains(day);
  }

  @Override
  public void instanceMoved(InstanceMove move) {
    call(LISTENER);
  }

  @Override
  public void stepMoved(StepMove move) {
    call(LISTENER);
  }
}
