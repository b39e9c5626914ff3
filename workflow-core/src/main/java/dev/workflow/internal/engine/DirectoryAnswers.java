package dev.workflow.internal.engine;

import dev.workflow.Actor;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.WorkflowException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The answers of the host's directory that one command needs. The directory is not asked while the
 * command holds locks: a command that meets a question is broken off, and begins anew with the
 * answer. Used by one thread at a time.
 */
public final class DirectoryAnswers {

  /** A question breaks the work off. */
  private static final class Unanswered extends WorkflowException {

    private static final long serialVersionUID = 1;

    private final transient Question question;

    private Unanswered(Question question) {
      super("the host's actor directory is to be asked for " + question.actor());
      this.question = question;
    }
  }

  private record Question(TenantId tenant, Actor actor, @Nullable SubjectRef subject) {}

  /** What the directory said, or threw. */
  public static final class Answer {

    private final Set<String> roles;
    private final @Nullable Throwable fault;

    private Answer(Set<String> roles, @Nullable Throwable fault) {
      this.roles = roles;
      this.fault = fault;
    }

    /** The roles; what the directory threw is thrown here. */
    public Set<String> roles() {
      if (fault instanceof RuntimeException thrown) {
        throw thrown;
      } else if (fault instanceof Error thrown) {
        throw thrown;
      }
      return roles;
    }
  }

  private final DirectoryCache directory;
  private final Map<Question, Answer> answers = new HashMap<>();

  DirectoryAnswers(DirectoryCache directory) {
    this.directory = directory;
  }

  /**
   * Asks before the work for what it needs as a rule: the roles of whoever acts.
   *
   * @param subject of what they act on, where it is known; asked for only if the roles are not
   */
  void expect(TenantId tenant, Actor actor, Supplier<Optional<InstanceSubjects.About>> subject) {
    if (directory.knowsMemberships(tenant, actor)) {
      return;
    }
    subject
        .get()
        .map(about -> new Question(tenant, actor, about.subject()))
        .filter(question -> directory.knownRoles(tenant, actor, question.subject()).isEmpty())
        .ifPresent(question -> answers.put(question, ask(question)));
  }

  /** Does some work, again with each answer that it needs. */
  <T> T with(Function<DirectoryAnswers, T> work) {
    while (true) {
      try {
        return work.apply(this);
      } catch (Unanswered e) {
        answers.put(e.question, ask(e.question));
      }
    }
  }

  private Answer ask(Question asked) {
    try {
      return new Answer(directory.roles(asked.tenant(), asked.actor(), asked.subject()), null);
    } catch (Throwable e) {
      return new Answer(Set.of(), e);
    }
  }

  /** The roles of an actor. */
  Answer roles(TenantId tenant, Actor actor, @Nullable SubjectRef subject) {
    Question question = new Question(tenant, actor, subject);
    Answer answer = answers.get(question);
    if (answer != null) {
      return answer;
    }
    return directory
        .knownRoles(tenant, actor, subject)
        .map(roles -> new Answer(roles, null))
        .orElseThrow(() -> new Unanswered(question));
  }
}
