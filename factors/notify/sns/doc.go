// Package sns wakes phones by Amazon's Simple Notification Service, which hands
// on to FCM and APNs: it is the Sender of package notify for it.
//
// It owns the endpoint that is made of a device's token at first use, the
// payloads, and the reading of answers.
//
// It asks for the ARNs of the platform applications, credentials (an access key,
// or whatever the AWS SDK finds), the client of notify.NewOutbound, a clock, and
// somebody to keep an endpoint with its channel.
//
// It promises:
//  1. It publishes to endpoints of the configured applications only.
//  2. An endpoint that SNS disabled is enabled again once: when the device has
//     just registered its token. After that it is dead.
//  3. No error of it names a token or an endpoint.
package sns
