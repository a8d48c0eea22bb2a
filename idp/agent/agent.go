package agent

import (
	"slices"
	"strings"

	"github.com/mileusna/useragent"
)

// agentBytes is as much of the header as is read.
const agentBytes = 512

// Names are the browser and the system of a User-Agent header, by name alone.
// Only a browser on our list: the header is the caller's, and what it says is
// shown on the phone of somebody who may be attacked. Of systems the library
// has a list of its own and knows no others.
func Names(header string) (browser, system string) {
	ua := useragent.Parse(header[:min(len(header), agentBytes)])
	if slices.Contains(browsers(), ua.Name) {
		browser = ua.Name
	}
	return browser, ua.OS
}

func browsers() []string {
	return []string{
		useragent.Chrome, useragent.HeadlessChrome, useragent.Firefox, useragent.Safari, useragent.Edge, useragent.Opera,
		useragent.OperaMini, useragent.OperaTouch, useragent.Vivaldi, useragent.SamsungBrowser, useragent.InternetExplorer,
	}
}

// Called is how a session keeps the browser: "Chrome on Windows"; "" if it is
// none that is known. What people read is words.Browser.
func Called(browser, system string) string {
	switch {
	case browser == "":
		return ""
	case system == "":
		return browser
	}
	return browser + on + system
}

// Parts are the browser and the system of what Called has written.
func Parts(called string) (browser, system string) {
	browser, system, _ = strings.Cut(called, on)
	return browser, system
}

// on stands between the two; it is in no name of a browser.
const on = " on "
