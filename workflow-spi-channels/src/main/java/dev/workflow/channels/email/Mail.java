package dev.workflow.channels.email;

import jakarta.mail.Address;
import jakarta.mail.internet.InternetAddress;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.angus.mail.smtp.SMTPMessage;

/**
 * A mail that is ready to be sent.
 *
 * @param recipient whom it is for: what the server says of them is what counts
 * @param copies who else gets it; one that the server does not take is left out
 */
record Mail(SMTPMessage mime, InternetAddress recipient, List<InternetAddress> copies) {

  /** Everybody, the recipient first. */
  Address[] everybody() {
    List<InternetAddress> all = new ArrayList<>();
    all.add(recipient);
    all.addAll(copies);
    return all.toArray(Address[]::new);
  }

  Mail withCopies(List<InternetAddress> others) {
    return new Mail(mime, recipient, others);
  }
}
