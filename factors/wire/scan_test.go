package wire_test

import (
	"testing"

	"countersign/factors/wire"
)

func TestScannedCodeAnswersItsOwnRequestOnly(t *testing.T) {
	const issuer, cid, secret = "https://id.example.com", "chl_AAAAAAAAAAAAAAAAAAAAAA", "AAAAAAAAAAAAAAAAAAAAAQ"
	link := wire.ScanLink(issuer, cid, secret).Reveal()
	if link != issuer+"/a/s#cid="+cid+"&s="+secret {
		t.Errorf("the code holds %s", link)
	}
	if match, err := wire.ParseScan(" "+link+"\n", issuer, cid); match != secret || err != nil {
		t.Errorf("read: %q, %v", match, err)
	}
	for what, text := range map[string]string{
		"nothing": "", "another server's": "https://id.example.org/a/s#cid=" + cid + "&s=" + secret,
		"another request's": wire.ScanLink(issuer, "chl_AAAAAAAAAAAAAAAAAAAAAQ", secret).Reveal(),
		"an enrolment's":    issuer + "/a/e#cid=" + cid + "&s=" + secret,
		"too short":         link[:len(link)-1], "more behind it": link + "&s=" + secret,
	} {
		if match, err := wire.ParseScan(text, issuer, cid); err == nil {
			t.Errorf("%s is read as %q", what, match)
		}
	}
}
