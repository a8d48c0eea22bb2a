package countersign;

import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.oauth2.client.oidc.authentication.OidcIdTokenDecoderFactory;
import org.springframework.security.oauth2.client.oidc.authentication.OidcIdTokenValidator;
import org.springframework.security.oauth2.client.oidc.web.logout.OidcClientInitiatedLogoutSuccessHandler;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.client.web.DefaultOAuth2AuthorizationRequestResolver;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestCustomizers;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;
import org.springframework.security.web.SecurityFilterChain;

/** The Java of the recipe in docs/integrating.md, which quotes it. */
@Configuration
class Security {

  @Bean
  SecurityFilterChain filters(HttpSecurity http, ClientRegistrationRepository clients) throws Exception {
    // PKCE, which Spring leaves out where there is a secret, and two factors.
    var requests = new DefaultOAuth2AuthorizationRequestResolver(clients, "/oauth2/authorization");
    requests.setAuthorizationRequestCustomizer(OAuth2AuthorizationRequestCustomizers.withPkce()
        .andThen(request -> request.additionalParameters(more -> more.put("acr_values", "urn:countersign:acr:2"))));
    // Sign-out here is sign-out at Countersign.
    var out = new OidcClientInitiatedLogoutSuccessHandler(clients);
    out.setPostLogoutRedirectUri("{baseUrl}/bye");
    return http
        .authorizeHttpRequests(all -> all.requestMatchers("/bye").permitAll().anyRequest().authenticated())
        .oauth2Login(login -> login.authorizationEndpoint(to -> to.authorizationRequestResolver(requests)))
        .logout(logout -> logout.logoutSuccessHandler(out))
        .oidcLogout(heard -> heard.backChannel(Customizer.withDefaults()))
        .build();
  }

  // What was asked for is looked for: a request can be changed in the browser.
  @Bean
  OidcIdTokenDecoderFactory idTokens() {
    var enough = List.of("urn:countersign:acr:2", "urn:countersign:acr:2n", "phr", "phrh");
    var tokens = new OidcIdTokenDecoderFactory();
    tokens.setJwtValidatorFactory(client -> new DelegatingOAuth2TokenValidator<>(
        new OidcIdTokenValidator(client), new JwtClaimValidator<String>("acr", enough::contains)));
    return tokens;
  }
}
