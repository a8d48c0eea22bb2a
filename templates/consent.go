package templates

import "countersign/templates/words"

// Gets says in words what scopes give. One that has no words is named: nothing
// is asked that nobody was shown. What is kept while somebody is away has a line
// of its own on each page.
func Gets(scopes []string) []words.Text {
	named := map[string]words.Text{
		"openid": words.ConsentGetsId, "profile": words.ConsentGetsProfile, "email": words.ConsentGetsEmail,
		"push": words.ConsentGetsPush, "push:reset": words.ConsentGetsReset,
	}
	var out []words.Text
	for _, s := range scopes {
		text, ok := named[s]
		switch {
		case s == "offline_access":
		case ok:
			out = append(out, text)
		default:
			out = append(out, words.As(s))
		}
	}
	return out
}
