package dev.workflow.jdbi;

import dev.workflow.TenantId;
import dev.workflow.gallery.spi.GalleryRows;
import dev.workflow.internal.log.Log;
import dev.workflow.jdbi.internal.ConflictMode;
import dev.workflow.jdbi.internal.Statements;
import dev.workflow.jdbi.internal.sql.Sql;
import dev.workflow.ruleimport.spi.ImportedRuleRows;
import dev.workflow.spi.store.AbsenceRows;
import dev.workflow.spi.store.ActorRows;
import dev.workflow.spi.store.AssignmentRows;
import dev.workflow.spi.store.BreakerRows;
import dev.workflow.spi.store.ConsentRows;
import dev.workflow.spi.store.DefinitionRows;
import dev.workflow.spi.store.DeliveryRows;
import dev.workflow.spi.store.EventRow;
import dev.workflow.spi.store.EventRows;
import dev.workflow.spi.store.FindingRows;
import dev.workflow.spi.store.HoldRows;
import dev.workflow.spi.store.InstanceChange;
import dev.workflow.spi.store.InstanceKey;
import dev.workflow.spi.store.InstanceRows;
import dev.workflow.spi.store.LimitRows;
import dev.workflow.spi.store.MessageLinks;
import dev.workflow.spi.store.MessageRows;
import dev.workflow.spi.store.RecipientRows;
import dev.workflow.spi.store.ScheduleRows;
import dev.workflow.spi.store.SetAsideRows;
import dev.workflow.spi.store.StatisticsRows;
import dev.workflow.spi.store.SuppressionRows;
import dev.workflow.spi.store.TemplateRows;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The rows of one transaction. */
final class JdbiTransaction implements JoinedTransaction {

  private static final Log log = Log.of(JdbiTransaction.class);

  private final Handle handle;
  private final Sql sql;
  private final Statements statements;
  private final List<Runnable> afterCommit = new ArrayList<>();
  private final JdbiMessages messages;
  private final JdbiInstances instances;
  private GuardedConnection.@Nullable Transaction guarded;

  JdbiTransaction(Handle handle, Sql sql, Statements statements, ConflictMode mode) {
    this.handle = handle;
    this.sql = sql;
    this.statements = statements;
    this.messages = new JdbiMessages(sql, statements);
    this.instances = new JdbiInstances(sql, statements, messages, mode);
  }

  Sql sql() {
    return sql;
  }

  @Override
  public void committed() {
    if (guarded != null) {
      guarded.committed();
    }
    List<Runnable> actions = List.copyOf(afterCommit);
    afterCommit.clear();
    actions.forEach(Runnable::run);
  }

  void rolledBack() {
    if (guarded != null) {
      guarded.rolledBack();
    }
  }

  @Override
  public DefinitionRows definitions() {
    return new JdbiDefinitions(sql);
  }

  @Override
  public EventRows events() {
    return new JdbiEvents(sql, statements.dedupeWindows(sql));
  }

  @Override
  public InstanceRows instances() {
    return instances;
  }

  @Override
  public Set<InstanceKey> write(List<EventRow> events, List<InstanceChange> changes) {
    return changes.isEmpty()
        ? JoinedTransaction.super.write(events, changes)
        : instances.write(events, changes);
  }

  @Override
  public Set<InstanceKey> finish(
      List<EventRow> events, List<InstanceChange> changes, Map<TenantId, Long> revisions) {
    return instances.finishAlone(events, changes, revisions)
        ? Set.of()
        : JoinedTransaction.super.finish(events, changes, revisions);
  }

  @Override
  public MessageRows messages() {
    return messages;
  }

  @Override
  public MessageLinks messageLinks() {
    return new JdbiMessageLinks(sql);
  }

  @Override
  public <T> Optional<T> extension(Class<T> type) {
    if (type == ImportedRuleRows.class) {
      return Optional.of(type.cast(new JdbiImportedRules(sql)));
    }
    return type == GalleryRows.class
        ? Optional.of(type.cast(new JdbiGallery(sql)))
        : Optional.empty();
  }

  @Override
  public AssignmentRows assignments() {
    return new JdbiAssignments(sql);
  }

  @Override
  public LimitRows limits() {
    return new JdbiLimits(sql);
  }

  @Override
  public BreakerRows breakers() {
    return new JdbiBreakers(sql);
  }

  @Override
  public TemplateRows templates() {
    return new JdbiTemplates(sql);
  }

  @Override
  public SuppressionRows suppressions() {
    return new JdbiSuppressions(sql, statements.suppressions(sql));
  }

  @Override
  public ConsentRows consents() {
    return new JdbiConsents(sql);
  }

  @Override
  public HoldRows holds() {
    return new JdbiHolds(sql);
  }

  @Override
  public FindingRows findings() {
    return new JdbiFindings(sql);
  }

  @Override
  public ActorRows actors() {
    return new JdbiActors(sql);
  }

  @Override
  public AbsenceRows absences() {
    return new JdbiAbsences(sql);
  }

  @Override
  public ScheduleRows schedules() {
    return new JdbiSchedules(sql);
  }

  @Override
  public StatisticsRows statistics() {
    return new JdbiStatistics(sql);
  }

  @Override
  public DeliveryRows deliveries() {
    return new JdbiDeliveries(sql, statements.deliveryStates(sql));
  }

  @Override
  public SetAsideRows setAside() {
    return new JdbiSetAside(sql);
  }

  @Override
  public RecipientRows recipients() {
    return new JdbiRecipients(sql);
  }

  @Override
  public <T> T unwrap(Class<T> type) {
    sql.openForHost();
    Handle open = sql.ofHost() ? handle : guarded();
    if (type.isInstance(open)) {
      return type.cast(open);
    } else if (type == Connection.class) {
      return type.cast(open.getConnection());
    }
    throw new UnsupportedOperationException(
        "there is no "
            + type.getName()
            + "; ask for java.sql.Connection or org.jdbi.v3.core.Handle");
  }

  /** What host code gets of a transaction that the engine ends. */
  private Handle guarded() {
    if (guarded == null) {
      guarded = new GuardedConnection.Transaction(GuardedConnection.of(handle.getConnection()));
    }
    return guarded.handle();
  }

  @Override
  public void afterCommit(Runnable action) {
    afterCommit.add(action);
  }

  @Override
  public void breakOff() {
    try {
      handle.getConnection().abort(Runnable::run);
    } catch (SQLException e) {
      log.debug("A transaction could not be broken off; its statement's time limit ends it", e);
    }
  }
}
