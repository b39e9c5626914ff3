package dev.workflow.examples.reliability;

import dev.workflow.Event;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Several nodes on one database, each replaced by a new one when it is killed. Thread-safe. */
final class Cluster implements AutoCloseable {

  private final List<String> options;
  private final File log;
  private final List<NodeProcess> nodes = new CopyOnWriteArrayList<>();
  private final AtomicInteger started = new AtomicInteger();
  private final AtomicLong refusals = new AtomicLong();

  Cluster(int size, List<String> options) throws Exception {
    this.options = options;
    Path file = Files.createTempFile("reliability-nodes-", ".log");
    this.log = file.toFile();
    for (int i = 0; i < size; i++) {
      nodes.add(start());
    }
  }

  private NodeProcess start() throws Exception {
    return NodeProcess.start("node-" + started.incrementAndGet(), options, log, line -> {});
  }

  /** Where the nodes' warnings stand. */
  File log() {
    return log;
  }

  /** How often an event had to be published again. */
  long refusals() {
    return refusals.get();
  }

  int startedNodes() {
    return started.get();
  }

  /** Publishes through one of the nodes, or {@code another}, until it is acknowledged. */
  boolean publish(Event event, Publisher another) throws InterruptedException {
    while (true) {
      int choice = ThreadLocalRandom.current().nextInt(nodes.size() + 1);
      Publisher publisher = choice == nodes.size() ? another : nodes.get(choice);
      try {
        return publisher.publish(event);
      } catch (IOException e) {
        refusals.incrementAndGet();
      }
    }
  }

  /**
   * Kills a node with SIGKILL, whatever it does, and starts a new one; returns the name of the
   * killed one.
   */
  String replace(int index) throws Exception {
    NodeProcess node = nodes.get(index);
    node.kill();
    nodes.set(index, start());
    return node.name();
  }

  int size() {
    return nodes.size();
  }

  @Override
  public void close() throws IOException, InterruptedException {
    for (NodeProcess node : new ArrayList<>(nodes)) {
      node.close();
    }
  }
}
