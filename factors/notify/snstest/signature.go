package snstest

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"
)

const (
	algorithm = "AWS4-HMAC-SHA256"
	timeForm  = "20060102T150405Z"
	skew      = 5 * time.Minute // what AWS allows
)

// verify is Signature Version 4 of a POST to "/" without a query.
func verify(r *http.Request, body []byte, now time.Time) error {
	members := map[string]string{}
	rest, found := strings.CutPrefix(r.Header.Get("Authorization"), algorithm+" ")
	if !found {
		return errors.New("not signed by " + algorithm)
	}
	for part := range strings.SplitSeq(rest, ", ") {
		name, value, _ := strings.Cut(part, "=")
		members[name] = value
	}
	at, err := time.Parse(timeForm, r.Header.Get("X-Amz-Date"))
	if err != nil || at.Sub(now).Abs() > skew {
		return fmt.Errorf("signed at %q", r.Header.Get("X-Amz-Date"))
	}
	scope := at.Format("20060102") + "/" + Region + "/sns/aws4_request"
	if members["Credential"] != KeyID+"/"+scope {
		return fmt.Errorf("credential %q", members["Credential"])
	}
	names := strings.Split(members["SignedHeaders"], ";")
	for _, needed := range []string{"host", "x-amz-date", "content-type"} {
		if !slices.Contains(names, needed) {
			return fmt.Errorf("%s is not signed", needed)
		}
	}
	canonical := "POST\n/\n\n"
	for _, name := range names {
		value := r.Header.Get(name)
		switch name {
		case "host":
			value = r.Host
		case "content-length":
			value = fmt.Sprint(r.ContentLength)
		}
		canonical += name + ":" + strings.Join(strings.Fields(value), " ") + "\n"
	}
	canonical += "\n" + members["SignedHeaders"] + "\n" + digest(body)
	key := []byte("AWS4" + KeySecret)
	for part := range strings.SplitSeq(scope, "/") {
		key = mac(key, part)
	}
	want := hex.EncodeToString(mac(key, algorithm+"\n"+at.Format(timeForm)+"\n"+scope+"\n"+digest([]byte(canonical))))
	if !hmac.Equal([]byte(members["Signature"]), []byte(want)) {
		return errors.New("the signature is wrong")
	}
	return nil
}

func digest(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

func mac(key []byte, text string) []byte {
	h := hmac.New(sha256.New, key)
	_, _ = h.Write([]byte(text)) // a hash takes everything
	return h.Sum(nil)
}
