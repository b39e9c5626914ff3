package dev.workflow.channels.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/** Reads the beginning of a body and keeps what came even if it breaks off. */
final class BodyReader {

  private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
  private final int limit;

  BodyReader(int limit) {
    this.limit = limit;
  }

  /** Whether the body ended within the limit. */
  boolean read(InputStream content) throws IOException {
    byte[] buffer = new byte[8192];
    while (true) {
      int room = limit - kept.size();
      int read = content.read(buffer, 0, Math.min(buffer.length, room + 1));
      if (read < 0) {
        return true;
      }
      kept.write(buffer, 0, Math.min(read, room));
      if (read > room) {
        return false;
      }
    }
  }

  byte[] bytes() {
    return kept.toByteArray();
  }
}
