package dev.workflow.messaging;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Actor;
import dev.workflow.ConflictException;
import dev.workflow.InvalidInputException;
import dev.workflow.NotFoundException;
import dev.workflow.Problem;
import dev.workflow.TenantId;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The tenant's message templates and their versions. Steps use the newest version that is not
 * archived; a change is seen by other nodes within a second. Thread-safe.
 */
public interface Templates {

  /**
   * Freezes a template as its next version, which steps use from now on.
   *
   * @return the version
   * @throws InvalidInputException naming every problem, see {@link #check}
   * @throws ConflictException if somebody else published the same template at the same moment
   */
  int publish(TenantId tenant, MessageTemplate template, Actor by);

  /**
   * Everything that would keep this template from being published: an event that the catalogue does
   * not know, and values that neither its variables nor that event's payload supply. Empty:
   * nothing.
   */
  List<Problem> check(TenantId tenant, MessageTemplate template);

  /**
   * The version in use.
   *
   * @throws NotFoundException if there is none
   */
  MessageTemplate get(TenantId tenant, String name);

  /**
   * One version, archived or not.
   *
   * @throws NotFoundException if there is no such version
   */
  MessageTemplate get(TenantId tenant, String name, int version);

  /** All versions of one template, newest first. */
  List<TemplateVersion> versions(TenantId tenant, String name);

  /** The version in use of every template, by name. */
  List<MessageTemplate> list(TenantId tenant);

  /**
   * What changed from one version to another, in either direction.
   *
   * @throws NotFoundException if there is no such version
   */
  List<TemplateChange> changes(TenantId tenant, String name, int fromVersion, int toVersion);

  /**
   * Publishes an earlier version again, as the next version.
   *
   * @return the version
   * @throws NotFoundException if there is no such version
   */
  int rollback(TenantId tenant, String name, int version, Actor by);

  /**
   * Takes a version out of use: no step renders it any more. The newest one before it that is not
   * archived takes its place.
   *
   * @throws NotFoundException if there is no such version
   */
  void archive(TenantId tenant, String name, int version, Actor by);

  /**
   * What a message made from the version in use would hold.
   *
   * @param language a language tag; null: the tenant's language
   * @param sampleData over the examples of the template's variables; may be empty
   * @throws NotFoundException if there is no such template
   * @throws InvalidInputException if it has no text for the channel, or the data does not fit
   */
  TemplatePreview preview(
      TenantId tenant,
      String name,
      @Nullable String language,
      String channel,
      ObjectNode sampleData);

  /**
   * The same for a template that need not be published.
   *
   * @throws InvalidInputException if it has no text for the channel, or the data does not fit
   */
  TemplatePreview preview(
      TenantId tenant,
      MessageTemplate template,
      @Nullable String language,
      String channel,
      ObjectNode sampleData);

  /**
   * Sends a message made from the version in use to one address, at once and marked as a test:
   * {@code "test": true} is in its content, and it belongs to no workflow.
   *
   * @param language a language tag; null: the tenant's language
   * @param recipient an address of the channel
   * @param sampleData over the examples of the template's variables; may be empty
   * @return the id of the message
   * @throws NotFoundException if there is no such template
   * @throws InvalidInputException if the address is none, the template has no text for the channel,
   *     or values are missing
   */
  UUID testSend(
      TenantId tenant,
      String name,
      String channel,
      @Nullable String language,
      String recipient,
      ObjectNode sampleData,
      Actor by);
}
