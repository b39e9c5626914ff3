package dev.workflow.internal.decide;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.SubjectRef;

/**
 * One of the host's records as it was read. Immutable by convention.
 *
 * @param value null (of JSON): there is no such record any more
 */
public record RecordFact(SubjectRef record, JsonNode value) {}
