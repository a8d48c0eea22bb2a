package wire

import "fmt"

// ScanLink is what the QR code of a ModeScan holds. The secret stands in the
// fragment, so that a camera that opens the link sends it nowhere.
func ScanLink(issuer, cid string, secret Secret) Secret {
	return Secret(issuer + PathScan + "#cid=" + cid + "&s=" + secret.Reveal())
}

// ParseScan is the answer that a scanned link holds to the challenge cid of
// issuer, and an error for the link of any other one.
func ParseScan(text, issuer, cid string) (match string, err error) {
	// The text is in no error: it is an answer.
	at, values, err := cutLink(text, PathScan)
	if err != nil {
		return "", fmt.Errorf("parse scanned code: %w", err)
	}
	if at != issuer || values["cid"] != cid {
		return "", fmt.Errorf("parse scanned code: %w: it is of another request", ErrLink)
	}
	if len(values) != 2 || !isEncoded(values["s"], codeBytes) {
		return "", fmt.Errorf("parse scanned code: %w: damaged", ErrLink)
	}
	return values["s"], nil
}

// ReturnLink is the page that takes the code of an approval in ModeReturn back
// to the browser. The code stands in the fragment, which no request carries.
func ReturnLink(issuer string, code Secret) (Secret, error) {
	if !isEncoded(code.Reveal(), codeBytes) {
		return "", fmt.Errorf("return link: %w: damaged", ErrForm)
	}
	return Secret(issuer + PathReturn + "#" + code.Reveal()), nil
}
