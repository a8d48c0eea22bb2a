package countersign;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The application that is protected: its page says who signed in. */
@SpringBootApplication
@RestController
public class App {

  public static void main(String[] args) {
    SpringApplication.run(App.class, args);
  }

  @GetMapping(value = "/payroll", produces = "text/html")
  String payroll(@AuthenticationPrincipal OidcUser user, CsrfToken token) {
    return "<!doctype html><title>Payroll</title><p id=name>" + user.getName() + "</p><p id=sub>" + user.getSubject()
        + "</p><p id=email>" + user.getEmail() + "</p><p id=acr>" + user.getClaimAsString("acr") + "</p><p id=amr>"
        + String.join(" ", user.getClaimAsStringList("amr")) + "</p>"
        + "<form method=post action=/logout><input type=hidden name=_csrf value=\""
        + token.getToken()
        + "\"><button id=logout type=submit>Sign out</button></form>";
  }

  @GetMapping(value = "/bye", produces = "text/html")
  String bye() {
    return "<!doctype html><title>Signed out</title><p id=bye>You are signed out</p>";
  }
}
