package dev.workflow.channels.http;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The addresses that calls may go to. Begin with {@link #publicInternet()} for URLs that users
 * give, and allow what a tenant needs beyond it; {@link #anywhere()} is for URLs that the
 * application itself configures.
 *
 * <p>What holds for {@link #publicInternet()} until it is changed: {@code https} only, port 443
 * only, any host, and only addresses of the public internet.
 *
 * <p>Immutable and thread-safe; every method gives a changed copy.
 */
public final class AddressPolicy {

  private static final Network EVERY_V4 = Network.parse("0.0.0.0/0");
  private static final AddressPolicy PUBLIC =
      new AddressPolicy(Set.of("https"), Set.of(443), Set.of(), List.of());
  private static final AddressPolicy ANYWHERE =
      new AddressPolicy(
          Set.of("https", "http"), Set.of(), Set.of(), List.of(EVERY_V4, Network.parse("::/0")));

  private final Set<String> schemes;
  private final Set<Integer> ports;
  private final Set<String> hosts;
  private final List<Network> networks;

  private AddressPolicy(
      Set<String> schemes, Set<Integer> ports, Set<String> hosts, List<Network> networks) {
    this.schemes = schemes;
    this.ports = ports;
    this.hosts = hosts;
    this.networks = networks;
  }

  /** {@code https} to port 443 of public addresses. */
  public static AddressPolicy publicInternet() {
    return PUBLIC;
  }

  /** {@code http} and {@code https} to every port and address: not for URLs that users give. */
  public static AddressPolicy anywhere() {
    return ANYWHERE;
  }

  /** Allows {@code http} beside {@code https}, and port 80 with it. */
  public AddressPolicy allowPlainHttp() {
    Set<Integer> more = new TreeSet<>(ports);
    if (!ports.isEmpty()) {
      more.add(80);
    }
    return new AddressPolicy(Set.of("https", "http"), Set.copyOf(more), hosts, networks);
  }

  /** Allows these ports and no others. */
  public AddressPolicy ports(int... allowed) {
    if (allowed.length == 0 || IntStream.of(allowed).anyMatch(port -> port < 1 || port > 65535)) {
      throw new IllegalArgumentException(
          "expected ports from 1 to 65535, found " + Arrays.toString(allowed));
    }
    Set<Integer> only = IntStream.of(allowed).boxed().collect(Collectors.toUnmodifiableSet());
    return new AddressPolicy(schemes, only, hosts, networks);
  }

  /**
   * Allows these hosts and no others.
   *
   * @param allowed names such as {@code hooks.example.com}, or {@code *.example.com} for all names
   *     that end so
   */
  public AddressPolicy onlyHosts(String... allowed) {
    Set<String> only =
        Arrays.stream(allowed)
            .map(host -> host.strip().toLowerCase(Locale.ROOT))
            .collect(Collectors.toUnmodifiableSet());
    if (only.isEmpty() || only.stream().anyMatch(host -> host.isEmpty() || host.equals("*."))) {
      throw new IllegalArgumentException(
          "expected hosts such as hooks.example.com or *.example.com, found "
              + Arrays.toString(allowed));
    }
    return new AddressPolicy(schemes, ports, only, networks);
  }

  /**
   * Allows addresses that are not public.
   *
   * @param allowed such as {@code 10.1.0.0/16} or {@code fd00::/8}
   * @throws IllegalArgumentException if one is no network
   */
  public AddressPolicy allowNetworks(String... allowed) {
    List<Network> more = Arrays.stream(allowed).map(Network::parse).collect(Collectors.toList());
    more.addAll(networks);
    return new AddressPolicy(schemes, ports, hosts, List.copyOf(more));
  }

  @Nullable String schemeProblem(String scheme) {
    return schemes.contains(scheme)
        ? null
        : "the scheme " + scheme + " is not allowed, only " + sorted(schemes);
  }

  @Nullable String portProblem(int port) {
    return ports.isEmpty() || ports.contains(port)
        ? null
        : "port " + port + " is not allowed, only " + sorted(ports);
  }

  @Nullable String hostProblem(String host) {
    boolean listed =
        hosts.isEmpty()
            || hosts.contains(host)
            || hosts.stream()
                .anyMatch(each -> each.startsWith("*.") && host.endsWith(each.substring(1)));
    return listed ? null : "the host " + host + " is not on the list of allowed hosts";
  }

  boolean allowsEveryAddress() {
    return networks.contains(EVERY_V4);
  }

  boolean allows(InetAddress address) {
    byte[] bytes = address.getAddress();
    return GlobalAddresses.contains(bytes)
        || networks.stream().anyMatch(network -> network.contains(bytes));
  }

  private static <T extends Comparable<T>> String sorted(Set<T> values) {
    return new TreeSet<>(values).stream().map(String::valueOf).collect(Collectors.joining(" and "));
  }
}
