package dev.workflow.examples.quickstart;

import dev.workflow.Event;
import dev.workflow.InvalidInputException;
import dev.workflow.Json;
import dev.workflow.Problem;
import java.io.BufferedReader;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** A stream of events, one JSON object a line. */
final class EventFile implements AutoCloseable {

  private final Counting bytes;
  private final BufferedReader lines;
  private final long size;
  private long line;

  private EventFile(Counting bytes, BufferedReader lines, long size) {
    this.bytes = bytes;
    this.lines = lines;
    this.size = size;
  }

  /**
   * @param size in bytes, for the progress bar; 0: unknown
   */
  static EventFile of(InputStream input, boolean compressed, long size) throws IOException {
    Counting bytes = new Counting(input);
    InputStream plain = compressed ? new GZIPInputStream(bytes, 1 << 16) : bytes;
    return new EventFile(
        bytes, new BufferedReader(new InputStreamReader(plain, StandardCharsets.UTF_8)), size);
  }

  /** The next event, or null at the end. */
  @Nullable Event next() throws IOException {
    String text = lines.readLine();
    line++;
    if (text == null) {
      return null;
    }
    if (text.isBlank()) {
      return next();
    }
    try {
      return Event.parse(Json.read(text));
    } catch (UncheckedIOException e) {
      throw new InvalidInputException(
          "Line " + line, List.of(new Problem("", "is not JSON: " + e.getMessage())));
    } catch (InvalidInputException e) {
      throw new InvalidInputException("The event in line " + line, e.problems());
    }
  }

  /** The share that has been read, 0 to 1; negative if the size is unknown. */
  double progress() {
    return size == 0 ? -1 : Math.min(1, (double) bytes.read / size);
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }

  private static final class Counting extends FilterInputStream {

    private long read;

    Counting(InputStream input) {
      super(input);
    }

    @Override
    public int read() throws IOException {
      int one = super.read();
      read += one < 0 ? 0 : 1;
      return one;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int count = super.read(buffer, offset, length);
      read += Math.max(0, count);
      return count;
    }
  }
}
