package dev.workflow.examples.host.web;

import java.net.URI;
import org.springframework.http.ResponseEntity;
import org.springframework.web.util.UriComponentsBuilder;

/** Answers 201 and 202, with {@code Location}. */
public final class Created {

  private Created() {}

  /** 201: it is there, at a path such as {@code /api/v1/users/{id}}. */
  public static <T> ResponseEntity<T> at(String path, T body, Object... ids) {
    return ResponseEntity.created(location(path, ids)).body(body);
  }

  /** 202: it has begun, and its progress is at that path. */
  public static <T> ResponseEntity<T> accepted(String path, T body, Object... ids) {
    return ResponseEntity.accepted().location(location(path, ids)).body(body);
  }

  private static URI location(String path, Object... ids) {
    return UriComponentsBuilder.fromPath(path).encode().buildAndExpand(ids).toUri();
  }
}
