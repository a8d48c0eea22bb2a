package agent_test

import (
	"slices"
	"testing"

	"github.com/mileusna/useragent"

	"countersign/idp/agent"
)

// Nothing that a caller writes into the header comes out: what does are words of
// ours and of the library's.
func FuzzNames(f *testing.F) {
	for _, header := range []string{
		"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36",
		"Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.0 Mobile/15E148 Safari/604.1",
		"Your bank (call 555 0100)", "Firefox on your phone/1.0", "Mozilla/5.0 (Evil; OS) Gecko",
	} {
		f.Add(header)
	}
	systems := []string{
		"", useragent.Windows, useragent.WindowsPhone, useragent.WindowsNT, useragent.WindowsPhoneOS, useragent.Android, useragent.MacOS, useragent.IOS,
		useragent.Linux, useragent.FreeBSD, useragent.ChromeOS, useragent.BlackBerry, useragent.CrOS, useragent.Harmony,
	}
	browsers := []string{
		"", useragent.Chrome, useragent.HeadlessChrome, useragent.Firefox, useragent.Safari, useragent.Edge, useragent.Opera, useragent.OperaMini,
		useragent.OperaTouch, useragent.Vivaldi, useragent.SamsungBrowser, useragent.InternetExplorer,
	}
	f.Fuzz(func(t *testing.T, header string) {
		if browser, system := agent.Names(header); !slices.Contains(browsers, browser) || !slices.Contains(systems, system) {
			t.Errorf("%q is called %q on %q", header, browser, system)
		}
	})
}
