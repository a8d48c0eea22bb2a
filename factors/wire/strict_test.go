package wire

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"
)

// slowly is checkJSON as it would be without its fast way.
func slowly(data []byte) error {
	d := json.NewDecoder(strings.NewReader(string(data)))
	d.UseNumber()
	return checkValue(d, 0)
}

// texts are what both readers are asked about.
func texts() []string {
	deep := func(n int) string { return strings.Repeat(`{"a":`, n) + "1" + strings.Repeat("}", n) }
	many := func(n int, last string) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, `"m%d":%d,`, i, i)
		}
		return "{" + b.String() + `"` + last + `":0}`
	}
	return []string{
		`{}`, `{"a":1}`, ` { "a" : [ 1 , "a" , { "a" : null } ] , "b" : "a" } `, `{"a":1,"a":2}`, `{"a":{"b":1,"b":1}}`,
		`{"a":{"b":1},"c":{"b":1}}`, `{"a":{"b":1},"b":1,"a":1}`, `{"a":[{"x":1},{"x":1}],"x":1}`, `{"a":["b","b"],"b":1}`,
		`{"":1,"":2}`, `{"a":"","b":""}`, `{"a":"{","b":"}","c":"[,:"}`, `{"a":[[],{}],"b":[]}`,
		`{"\u0061":1,"a":2}`, `{"a\"":1,"b":2}`, `{"x":-1.5e3,"y":true,"z":false,"x":null}`,
		deep(8), deep(9), deep(10), strings.Repeat(`{"a":`, 8) + "{}" + strings.Repeat("}", 8), strings.Repeat(`{"a":`, 9) + "{}" + strings.Repeat("}", 9),
		`{"a":[[[[[[[[1]]]]]]]]}`, `{"a":[[[[[[[1]]]]]]]}`, many(63, "z"), many(64, "z"), many(65, "z"), many(63, "m0"), many(64, "m1"), many(200, "m7"),
		`{"a":{"b":{"c":1}},"d":{"b":{"c":1}},"a":0}`,
	}
}

// TestFastReaderOfPlainJSONJudgesAsTheSlowOne compares the two.
func TestFastReaderOfPlainJSONJudgesAsTheSlowOne(t *testing.T) {
	for _, text := range texts() {
		fast, slow := checkJSON([]byte(text)), slowly([]byte(text))
		if (fast == nil) != (slow == nil) || fast != nil && !errors.Is(fast, ErrForm) {
			t.Errorf("%.80s: fast says %v, slow says %v", text, fast, slow)
		}
	}
}

// BenchmarkCheckJSON shows that the reader of plain texts allocates nothing. It
// is no test: the race detector empties pools by chance.
func BenchmarkCheckJSON(b *testing.B) {
	text := []byte(`{"typ":"cs-decision+jwt","alg":"ES256","kid":"x","more":{"a":[1,2,{"b":"c"}]}}`)
	b.ReportAllocs()
	for b.Loop() {
		if err := checkJSON(text); err != nil {
			b.Fatal(err)
		}
	}
}

// FuzzPlainJSON looks for a text that the two readers judge differently.
func FuzzPlainJSON(f *testing.F) {
	for _, text := range texts() {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if !utf8.Valid(data) || !json.Valid(data) || bytes.TrimLeft(data, " \t\r\n")[0] != '{' {
			return
		}
		if fast, slow := checkJSON(data), slowly(data); (fast == nil) != (slow == nil) {
			t.Errorf("fast says %v, slow says %v", fast, slow)
		}
	})
}
