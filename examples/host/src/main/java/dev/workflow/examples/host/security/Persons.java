package dev.workflow.examples.host.security;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.stereotype.Component;

/** Finds who logs in through the form. Thread-safe. */
@Component
public class Persons implements UserDetailsService {

  private final JdbcTemplate jdbc;

  Persons(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public UserDetails loadUserByUsername(String login) {
    return jdbc
        .query(
            "SELECT id, password FROM host_user WHERE login = ? AND password IS NOT NULL",
            (row, at) -> new Person(row.getString(1), row.getString(2)),
            login)
        .stream()
        .findFirst()
        .orElseThrow(() -> new UsernameNotFoundException("no such login"));
  }
}
