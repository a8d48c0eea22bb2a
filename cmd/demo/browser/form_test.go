package browser_test

import (
	"mime"
	"net/http"
	"strings"
	"testing"
)

const everyControl = `<!doctype html><title>Form</title>
<form id=f method=post action="/go?q=1#frag">
 <input type=hidden name=_token value="t&amp;k">
 <input id=name name=username value=old>
 <input name=off disabled value=x>
 <fieldset disabled><legend><input name=legend value=kept></legend><input name=inside value=x></fieldset>
 <input type=checkbox id=keep name=keep>
 <input type=checkbox name=other value=2 checked>
 <input type=radio name=method id=push value=push checked>
 <input type=radio name=method id=totp value=totp>
 <select id=lang name=lang><option value=en>English<option value=de>Deutsch</select>
 <textarea id=note name=note>
first</textarea>
 <input value=nameless>
 <button id=go name=act value=yes>Go</button>
 <button id=no name=act value=no formaction=/no formmethod=get>No</button>
 <button id=multi formenctype=multipart/form-data>Send</button>
 <button id=plain type=button>Nothing</button>
 <button id=dead disabled>Dead</button>
</form>
<input name=outside value=in form=f>
<button id=stray>Stray</button>`

func formWeb(t *testing.T) *web {
	w := newWeb(t)
	w.page("localhost/form", everyControl)
	w.does("localhost/", func(http.ResponseWriter, *http.Request) {})
	return w
}

func TestFormSendsItsSuccessfulControlsInOrder(t *testing.T) {
	w := formWeb(t)
	tab := w.tab()
	open(t, tab, "http://localhost/form")
	fill(t, tab, "username", "ada@example.org")
	fill(t, tab, "keep", "on")
	fill(t, tab, "other", "off")
	fill(t, tab, "method", "totp")
	fill(t, tab, "lang", "Deutsch")
	fill(t, tab, "note", "one\ntwo")
	click(t, tab, "go")
	r := w.last(t)
	want := "_token=t%26k&username=ada%40example.org&legend=kept&keep=on&method=totp&lang=de&note=one%0D%0Atwo&act=yes&outside=in"
	if w.body != want {
		t.Errorf("sent %s\nwant %s", w.body, want)
	}
	if r.Method != http.MethodPost || r.URL.String() != "/go?q=1" {
		t.Errorf("%s %s, want POST /go?q=1", r.Method, r.URL)
	}
}

func TestButtonOverridesItsForm(t *testing.T) {
	w := formWeb(t)
	tab := w.tab()
	open(t, tab, "http://localhost/form")
	click(t, tab, "no")
	r := w.last(t)
	if r.Method != http.MethodGet || r.URL.Path != "/no" || r.URL.Query().Get("act") != "no" || r.URL.Query().Get("_token") != "t&k" {
		t.Fatalf("%s %s; want GET /no with the controls in the query", r.Method, r.URL)
	}
	if err := tab.Back(); err != nil {
		t.Fatal(err)
	}
	click(t, tab, "multi")
	kind, _, _ := mime.ParseMediaType(w.last(t).Header.Get("Content-Type"))
	if kind != "multipart/form-data" || w.last(t).FormValue("username") != "old" {
		t.Fatalf("content type %s with username %q", kind, w.last(t).FormValue("username"))
	}
}

func TestWhatCannotBeDoneSaysWhy(t *testing.T) {
	w := formWeb(t)
	tab := w.tab()
	wantErr(t, tab.Fill("username", "x"), "tab is empty")
	wantErr(t, tab.Put("_token", "x"), "tab is empty")
	wantErr(t, tab.Click(t.Context(), "go"), "tab is empty")
	open(t, tab, "http://localhost/form?code=secret")
	tests := []struct {
		name, want string
		err        error
	}{
		{"no control", "no form control with id or name nobody", tab.Fill("nobody", "x")},
		{"hidden field", "no form control with id or name _token", tab.Fill("_token", "x")},
		{"hidden field that is not there", "no hidden field with name username", tab.Put("username", "x")},
		{"disabled field", "cannot be changed", tab.Fill("off", "x")},
		{"field of a disabled fieldset", "cannot be changed", tab.Fill("inside", "x")},
		{"button", "takes no value", tab.Fill("go", "x")},
		{"no such option", `select lang has no option "fr"`, tab.Fill("lang", "fr")},
		{"no such radio", `no radio button method with value "sms"`, tab.Fill("method", "sms")},
		{"checkbox", `takes "on" or "off"`, tab.Fill("keep", "yes")},
		{"button that needs a script", "neither a link nor a button", tab.Click(t.Context(), "plain")},
		{"disabled button", "button dead is disabled", tab.Click(t.Context(), "dead")},
		{"button of no form", "belongs to no form", tab.Click(t.Context(), "stray")},
		{"no element", `no element with id push-number on page "Form" (http://localhost/form, status 200)`, textErr(tab.Text("push-number"))},
		{"no attribute", "has no attribute href", textErr(tab.Attr("go", "href"))},
		{"no refresh", "no refresh is asked for", tab.Refresh(t.Context())},
		{"nothing before", "no page before", tab.Back()},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			wantErr(t, tt.err, tt.want)
			if strings.Contains(tt.err.Error(), "secret") {
				t.Fatalf("the error tells the query: %v", tt.err)
			}
		})
	}
}

func TestErrorsTellThePagesOwnReference(t *testing.T) {
	w := newWeb(t)
	w.page("/", `<title>Oh</title><h1>This page is no longer valid</h1><code id=error-reference>ABC123</code>`)
	tab := w.tab()
	open(t, tab, "http://localhost/")
	wantErr(t, tab.Click(t.Context(), "sign-in"), `error "This page is no longer valid" with reference ABC123`)
}

func textErr(_ string, err error) error { return err }
