package rar

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"countersign/factors/wire"
)

// read is the text of a member that has the form of its field, never empty; ok
// is false if it has not.
func (f Field) read(raw json.RawMessage) (text string, ok bool) {
	switch f.Kind {
	case Text:
		text, ok = readText(raw)
		return text, ok && f.takes(text)
	case Texts:
		return f.readTexts(raw)
	case Amount:
		return readAmount(raw)
	case Account:
		return readAccount(raw)
	case Date:
		text, ok = readText(raw)
		_, err := time.Parse(time.DateOnly, text)
		return text, ok && err == nil
	default:
		return "", false
	}
}

// takes says whether the operator allows a value.
func (f Field) takes(value string) bool {
	return len(f.Values) == 0 || slices.Contains(f.Values, value)
}

// readText is a string that a person can be shown as it is.
func readText(raw json.RawMessage) (string, bool) {
	if len(raw) == 0 || raw[0] != '"' {
		return "", false
	}
	var text string
	if err := json.Unmarshal(raw, &text); err != nil {
		return "", false
	}
	return text, isShowable(text)
}

// isShowable wants a text that is what it looks like: no line ends, nothing
// invisible, nothing that turns the direction, and no spaces at its ends.
func isShowable(text string) bool {
	return text != "" && utf8.RuneCountInString(text) <= maxText && strings.TrimSpace(text) == text &&
		!strings.ContainsFunc(text, func(r rune) bool { return !unicode.IsPrint(r) || r == utf8.RuneError })
}

func (f Field) readTexts(raw json.RawMessage) (string, bool) {
	var all []json.RawMessage
	if raw[0] != '[' || json.Unmarshal(raw, &all) != nil || len(all) == 0 || len(all) > maxTexts {
		return "", false
	}
	var texts []string
	for _, one := range all {
		text, ok := readText(one)
		if !ok || !f.takes(text) || slices.Contains(texts, text) {
			return "", false
		}
		texts = append(texts, text)
	}
	return strings.Join(texts, ", "), true
}

// The forms of an amount (units without needless zeros, and a code of ISO 4217)
// and of an account.
var (
	isNumber   = regexp.MustCompile(`^(0|[1-9][0-9]{0,14})(\.[0-9]{1,4})?$`)
	isCurrency = regexp.MustCompile(`^[A-Z]{3}$`)
	isDigits   = regexp.MustCompile(`^[0-9A-Za-z][0-9A-Za-z ./-]{0,33}$`)
	isIBAN     = regexp.MustCompile(`^[A-Z]{2}[0-9]{2}[0-9A-Z]{11,30}$`)
)

// membersOf are the texts of an object that has no other members than names.
func membersOf(raw json.RawMessage, names ...string) (map[string]string, bool) {
	var in map[string]json.RawMessage
	if wire.Decode(raw, &in) != nil {
		return nil, false
	}
	out := map[string]string{}
	for name, value := range in {
		text, ok := readText(value)
		if !ok || !slices.Contains(names, name) {
			return nil, false
		}
		out[name] = text
	}
	return out, true
}

func readAmount(raw json.RawMessage) (string, bool) {
	in, ok := membersOf(raw, "amount", "currency")
	if !ok || !isNumber.MatchString(in["amount"]) || !isCurrency.MatchString(in["currency"]) {
		return "", false
	}
	return in["amount"] + " " + in["currency"], true
}

func readAccount(raw json.RawMessage) (string, bool) {
	in, ok := membersOf(raw, "iban", "number")
	if !ok || len(in) != 1 {
		return "", false
	}
	if iban, there := in["iban"]; there {
		return grouped(iban), isIBAN.MatchString(iban) && remainder(iban) == 1
	}
	return in["number"], isDigits.MatchString(in["number"])
}

// remainder is what is left of an IBAN by 97 (ISO 13616 section 6, by ISO 7064).
func remainder(iban string) int {
	left := 0
	for _, r := range iban[4:] + iban[:4] {
		if r >= 'A' {
			left = (left*100 + int(r-'A') + 10) % 97
		} else {
			left = (left*10 + int(r-'0')) % 97
		}
	}
	return left
}

// grouped is an IBAN as it is printed, four and four.
func grouped(iban string) string {
	var out strings.Builder
	for i, r := range iban {
		if i > 0 && i%4 == 0 {
			out.WriteByte(' ')
		}
		out.WriteRune(r)
	}
	return out.String()
}
