package templates

import (
	"context"

	"countersign/templates/words"
)

// Notifications is all that a notification of the web authenticator can say. A
// {name} in it is replaced by what the challenge tells, in the browser.
func Notifications(ctx context.Context) map[string]string {
	return map[string]string{
		"login": words.NotificationLogin(ctx, "{client}"), "stepup": words.NotificationStepup(ctx, "{client}"),
		"endorse": words.NotificationEndorse(ctx, "{device}"), "txn": words.NotificationTxn(ctx, "{client}"),
		"ciba": words.NotificationCiba(ctx, "{client}"),
		"test": words.NotificationTest(ctx), "testBody": words.NotificationTestBody(ctx),
		"from":       words.NotificationFrom(ctx, "{browser}", "{os}"),
		"newBrowser": words.NotificationNewBrowser(ctx), "newPlace": words.NotificationNewPlace(ctx),
		"neutral": words.NotificationNeutral(ctx), "neutralBody": words.NotificationNeutralBody(ctx),
		"deny": words.NotificationDeny(ctx), "review": words.NotificationReview(ctx),
		"blocked": words.NotificationBlocked(ctx), "blockedBody": words.NotificationBlockedBody(ctx),
		"ended": words.NotificationEnded(ctx), "endedBody": words.NotificationEndedBody(ctx),
		"notBlocked": words.NotificationNotBlocked(ctx), "notBlockedBody": words.NotificationNotBlockedBody(ctx),
		"removed": words.NotificationRemoved(ctx), "removedBody": words.NotificationRemovedBody(ctx, "{issuer}"),
	}
}
