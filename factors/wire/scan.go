package wire

import (
	"fmt"
	"strings"
)

// ScanLink is what the QR code of a ModeScan holds. The secret stands in the
// fragment, so that a camera that opens the link sends it nowhere.
func ScanLink(issuer, cid string, secret Secret) Secret {
	return Secret(issuer + PathScan + "#cid=" + cid + "&s=" + secret.Reveal())
}

// ParseScan is the answer that a scanned link holds to the challenge cid of
// issuer, and an error for the link of any other one.
func ParseScan(text, issuer, cid string) (match string, err error) {
	// The text is in no error: it is an answer.
	fragment, ok := strings.CutPrefix(strings.TrimSpace(text), issuer+PathScan+"#")
	if !ok {
		return "", fmt.Errorf("parse scanned code: %w: it is not of this server", ErrLink)
	}
	match, ok = strings.CutPrefix(fragment, "cid="+cid+"&s=")
	if !ok {
		return "", fmt.Errorf("parse scanned code: %w: it is of another request", ErrLink)
	}
	if err := CheckMatch(ModeScan, match); err != nil {
		return "", fmt.Errorf("parse scanned code: %w", err)
	}
	return match, nil
}
