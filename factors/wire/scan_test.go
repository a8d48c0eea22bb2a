package wire_test

import (
	"errors"
	"testing"

	"countersign/factors/wire"
	"countersign/factors/wire/wiretest"
)

func TestCodeToScanIsReadAsItWasWritten(t *testing.T) {
	const issuer, cid, secret = "https://id.example.com", "chl_AAAAAAAAAAAAAAAAAAAAAA", "AAAAAAAAAAAAAAAAAAAAAQ"
	link := wire.ScanLink(issuer, cid, secret).Reveal()
	if link != issuer+"/a/s#cid="+cid+"&s="+secret {
		t.Errorf("the code holds %s", link)
	}
	if match, err := wire.ParseScan(" "+link+"\n", issuer, cid); match != secret || err != nil {
		t.Errorf("read: %q, %v", match, err)
	}
}

func TestReturnLinkHoldsAWholeCodeOnly(t *testing.T) {
	const issuer, code = "https://id.example.com", "AAAAAAAAAAAAAAAAAAAAAQ"
	link, err := wire.ReturnLink(issuer, code)
	if err != nil || link.Reveal() != issuer+"/push/return#"+code {
		t.Errorf("the link is %s, %v", link.Reveal(), err)
	}
	for _, damaged := range []string{"", code[1:], code + "A", "AAAAAAAAAAAAAAAAAAAAAB", "AAAAAAAAAA&AAAAAAAAAAA"} {
		if link, err := wire.ReturnLink(issuer, wire.Secret(damaged)); !errors.Is(err, wire.ErrForm) || link != "" {
			t.Errorf("%q makes %q, %v", damaged, link.Reveal(), err)
		}
	}
}

func TestVectorScans(t *testing.T) {
	t.Parallel()
	for _, v := range wiretest.Load(t).Scans {
		t.Run(v.Name, func(t *testing.T) {
			t.Parallel()
			match, err := wire.ParseScan(v.Text, v.Issuer, v.CID)
			if v.Error == "" && (err != nil || match != v.Match) {
				t.Errorf("read: %q, %v", match, err)
			}
			if v.Error != "" && (!errors.Is(err, wiretest.Err(t, v.Error)) || match != "") {
				t.Errorf("read: %q, %v, want %s", match, err, v.Error)
			}
		})
	}
}
