// Command relyingparty is a small web application that signs people in through
// an OpenID provider and shows what the provider said of them. It is for
// demonstrations and tests; package app is the application itself.
package main
