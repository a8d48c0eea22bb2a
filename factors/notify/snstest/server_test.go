package snstest_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"

	"crypto/sha256"
	"encoding/hex"

	"countersign/factors/notify/snstest"
)

// call signs a form as the SDK does, and lets it be spoiled after.
func call(t *testing.T, s *snstest.Server, secret string, at time.Time, form url.Values, spoil func(*http.Request)) int {
	t.Helper()
	form.Set("Version", "2010-03-31")
	body := form.Encode()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.Endpoint()+"/", strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	sum := sha256.Sum256([]byte(body))
	who := aws.Credentials{AccessKeyID: snstest.KeyID, SecretAccessKey: secret}
	if err := v4.NewSigner().SignHTTP(t.Context(), who, r, hex.EncodeToString(sum[:]), "sns", snstest.Region, at); err != nil {
		t.Fatal(err)
	}
	spoil(r)
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	_ = answer.Body.Close()
	return answer.StatusCode
}

func TestWhatSNSWouldRefuseIsAFault(t *testing.T) {
	s := snstest.New(t)
	create := url.Values{"Action": {"CreatePlatformEndpoint"}, "PlatformApplicationArn": {snstest.Android}, "Token": {"t"}}
	as := func(*http.Request) {}
	if status := call(t, s, snstest.KeySecret, time.Now(), create, as); status != http.StatusOK || len(s.Faults()) != 0 {
		t.Fatalf("a good call: %d", status)
	}
	for name, c := range map[string]struct {
		secret string
		at     time.Time
		form   url.Values
		spoil  func(*http.Request)
	}{
		"another key":  {"other", time.Now(), create, as},
		"old":          {snstest.KeySecret, time.Now().Add(-time.Hour), create, as},
		"unsigned":     {snstest.KeySecret, time.Now(), create, func(r *http.Request) { r.Header.Del("Authorization") }},
		"another body": {snstest.KeySecret, time.Now(), create, func(r *http.Request) { r.Header.Set("Content-Type", "text/plain") }},
		"no action":    {snstest.KeySecret, time.Now(), url.Values{"Action": {"ListTopics"}}, as},
		"no token":     {snstest.KeySecret, time.Now(), url.Values{"Action": {"CreatePlatformEndpoint"}, "PlatformApplicationArn": {snstest.IOS}}, as},
	} {
		status := call(t, s, c.secret, c.at, c.form, c.spoil)
		if faults := s.Faults(); status < http.StatusBadRequest || len(faults) != 1 {
			t.Errorf("%s: status %d, faults %q", name, status, faults)
		}
	}
}

func TestMessagesOfBadFormAreAFault(t *testing.T) {
	s := snstest.New(t)
	as := func(*http.Request) {}
	call(t, s, snstest.KeySecret, time.Now(), url.Values{"Action": {"CreatePlatformEndpoint"}, "PlatformApplicationArn": {snstest.Android}, "Token": {"t"}}, as)
	sum := sha256.Sum256([]byte("t"))
	target := strings.Replace(snstest.Android, ":app/", ":endpoint/", 1) + "/" + hex.EncodeToString(sum[:])[:32]
	good := `{"default":"d","GCM":"{\"fcmV1Message\":{\"message\":{\"data\":{\"a\":\"b\"}}}}"}`
	publish := func(message, structure, attribute string) int {
		form := url.Values{"Action": {"Publish"}, "TargetArn": {target}, "Message": {message}, "MessageStructure": {structure}}
		form.Set("MessageAttributes.entry.1.Name", attribute)
		form.Set("MessageAttributes.entry.1.Value.StringValue", "1")
		return call(t, s, snstest.KeySecret, time.Now(), form, as)
	}
	const ttl = "AWS.SNS.MOBILE.FCM.TTL"
	if status := publish(good, "json", ttl); status != http.StatusOK || len(s.Sent()) != 1 {
		t.Fatalf("a good message: %d", status)
	}
	for _, c := range [][3]string{
		{good, "", ttl}, {good, "json", "AWS.SNS.MOBILE.APNS.TTL"}, {`{"GCM":"{}"}`, "json", ttl}, {`"x"`, "json", ttl},
		{`{"default":"d","GCM":"{\"data\":{\"a\":\"b\"}}"}`, "json", ttl}, {`{"default":"d","GCM":{}}`, "json", ttl},
		{`{"default":"d","APNS":"{\"aps\":{}}"}`, "json", ttl}, {`{"default":"d","GCM":"{\"fcmV1Message\":{\"message\":{\"data\":{\"a\":1}}}}"}`, "json", ttl},
	} {
		if status := publish(c[0], c[1], c[2]); status != http.StatusBadRequest || len(s.Faults()) != 1 || len(s.Sent()) != 1 {
			t.Errorf("%q: %d", c, status)
		}
	}
}
