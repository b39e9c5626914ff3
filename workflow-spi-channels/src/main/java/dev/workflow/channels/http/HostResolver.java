package dev.workflow.channels.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Finds the addresses of a host. Called once for each call; may block. Thread-safe. */
@FunctionalInterface
public interface HostResolver {

  /**
   * @return all addresses, at least one
   * @throws UnknownHostException if there is none
   */
  List<InetAddress> resolve(String host) throws UnknownHostException;

  /** What the operating system says: the default. */
  static HostResolver system() {
    return host -> List.of(InetAddress.getAllByName(host));
  }
}
