package browser

import (
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// Fill enters a value into the form control with this id, or else this name.
// A checkbox takes "on" or "off"; a radio button named by its id takes "on",
// one named by its group takes the value to choose; a select takes a value or
// the text of an option.
func (t *Tab) Fill(idOrName, value string) error {
	if t.page == nil {
		return errNoPage
	}
	n := t.page.byID(idOrName)
	byName := n == nil
	if byName {
		n = t.page.find(func(n *html.Node) bool { return isControl(n) && attr(n, "name") == idOrName && !isHidden(n) })
	}
	switch {
	case n == nil:
		return t.fail("no form control with id or name %s", idOrName)
	case !isControl(n) || isButton(n):
		return t.fail("%s is a %s, which takes no value,", idOrName, n.Data)
	case isDisabled(n) || has(n, "readonly"):
		return t.fail("form control %s cannot be changed", idOrName)
	case n.Data == "textarea":
		setText(n, value)
		return nil
	case n.Data == "select":
		return t.choose(n, idOrName, value)
	}
	switch inputType(n) {
	case "hidden", "file":
		return t.fail("form control %s of type %s cannot be filled in", idOrName, inputType(n))
	case "radio":
		return t.press(n, idOrName, value, byName)
	case "checkbox":
		return t.tick(n, idOrName, value)
	default:
		// Browsers take no line breaks into a text field.
		setAttr(n, "value", strings.NewReplacer("\r", "", "\n", "").Replace(value))
		return nil
	}
}

// Put writes a value into the hidden field with this name, as the page's script
// would.
func (t *Tab) Put(name, value string) error {
	if t.page == nil {
		return errNoPage
	}
	n := t.page.find(func(n *html.Node) bool { return isHidden(n) && attr(n, "name") == name })
	if n == nil {
		return t.fail("no hidden field with name %s", name)
	}
	setAttr(n, "value", value)
	return nil
}

func (t *Tab) tick(n *html.Node, name, value string) error {
	switch value {
	case "on":
		setAttr(n, "checked", "")
	case "off":
		dropAttr(n, "checked")
	default:
		return t.fail(`checkbox %s takes "on" or "off"`, name)
	}
	return nil
}

// press chooses one radio button of its group and lets go of the others.
func (t *Tab) press(n *html.Node, name, value string, byName bool) error {
	var group []*html.Node
	for o := range t.page.root.Descendants() {
		if o.Type == html.ElementNode && o.Data == "input" && inputType(o) == "radio" &&
			attr(o, "name") == attr(n, "name") && formOf(t.page, o) == formOf(t.page, n) {
			group = append(group, o)
		}
	}
	if byName {
		i := slices.IndexFunc(group, func(o *html.Node) bool { return valueOf(o) == value && !isDisabled(o) })
		if i < 0 {
			return t.fail("no radio button %s with value %q", name, value)
		}
		n = group[i]
	} else if value != "on" {
		return t.fail(`radio button %s takes "on"`, name)
	}
	for _, o := range group {
		dropAttr(o, "checked")
	}
	setAttr(n, "checked", "")
	return nil
}

func (t *Tab) choose(n *html.Node, name, value string) error {
	all := options(n)
	i := slices.IndexFunc(all, func(o *html.Node) bool { return optionValue(o) == value && !isDisabled(o) })
	if i < 0 {
		i = slices.IndexFunc(all, func(o *html.Node) bool { return textOf(o) == value && !isDisabled(o) })
	}
	if i < 0 {
		return t.fail("select %s has no option %q", name, value)
	}
	if !has(n, "multiple") {
		for _, o := range all {
			dropAttr(o, "selected")
		}
	}
	setAttr(all[i], "selected", "")
	return nil
}

func options(sel *html.Node) []*html.Node {
	var all []*html.Node
	for n := range sel.Descendants() {
		if n.Type == html.ElementNode && n.Data == "option" {
			all = append(all, n)
		}
	}
	return all
}

// chosen are the values of a select: the last selected option, or the first
// enabled one if none is; all selected ones if it takes several (HTML section
// 4.10.7).
func chosen(sel *html.Node) []string {
	all := options(sel)
	selected := slices.DeleteFunc(slices.Clone(all), func(o *html.Node) bool { return !has(o, "selected") })
	if !has(sel, "multiple") {
		if len(selected) > 0 {
			selected = selected[len(selected)-1:]
		} else if i := slices.IndexFunc(all, func(o *html.Node) bool { return !isDisabled(o) }); i >= 0 {
			selected = all[i : i+1]
		}
	}
	var values []string
	for _, o := range selected {
		if !isDisabled(o) {
			values = append(values, optionValue(o))
		}
	}
	return values
}

func optionValue(o *html.Node) string {
	if has(o, "value") {
		return attr(o, "value")
	}
	return textOf(o)
}

// valueOf is what an input, textarea or button sends.
func valueOf(n *html.Node) string {
	switch {
	case n.Data == "textarea":
		return rawText(n)
	case n.Data == "input" && (inputType(n) == "checkbox" || inputType(n) == "radio") && !has(n, "value"):
		return "on"
	}
	return attr(n, "value")
}

func setText(n *html.Node, value string) {
	for n.FirstChild != nil {
		n.RemoveChild(n.FirstChild)
	}
	n.AppendChild(&html.Node{Type: html.TextNode, Data: value})
}

func isControl(n *html.Node) bool {
	switch n.Data {
	case "input", "textarea", "select", "button":
		return true
	}
	return false
}

func isButton(n *html.Node) bool {
	if n.Data == "button" {
		return true
	}
	switch inputType(n) {
	case "submit", "image", "reset", "button":
		return n.Data == "input"
	}
	return false
}

// isSubmit tells a button that sends its form from one that does nothing
// without script.
func isSubmit(n *html.Node) bool {
	if n.Data == "button" {
		kind := strings.ToLower(attr(n, "type"))
		return kind != "button" && kind != "reset"
	}
	return n.Data == "input" && (inputType(n) == "submit" || inputType(n) == "image")
}

func isHidden(n *html.Node) bool { return n.Data == "input" && inputType(n) == "hidden" }

func inputType(n *html.Node) string {
	if kind := strings.ToLower(attr(n, "type")); kind != "" {
		return kind
	}
	return "text"
}

// isDisabled looks at the control and at the fieldsets around it, whose first
// legend stays enabled (HTML section 4.10.15).
func isDisabled(n *html.Node) bool {
	if has(n, "disabled") {
		return true
	}
	for child, a := n, n.Parent; a != nil; child, a = a, a.Parent {
		switch {
		case a.Type != html.ElementNode || !has(a, "disabled"):
		case a.Data == "optgroup":
			return true
		case a.Data == "fieldset" && !(child.Data == "legend" && child == firstLegend(a)):
			return true
		}
	}
	return false
}

func firstLegend(fieldset *html.Node) *html.Node {
	for c := range fieldset.ChildNodes() {
		if c.Type == html.ElementNode && c.Data == "legend" {
			return c
		}
	}
	return nil
}

// formOf is the form that a control belongs to: the one that its form
// attribute names, or the nearest around it.
func formOf(p *page, n *html.Node) *html.Node {
	if has(n, "form") {
		owner := p.byID(attr(n, "form"))
		if owner == nil || owner.Data != "form" {
			return nil
		}
		return owner
	}
	for a := n.Parent; a != nil; a = a.Parent {
		if a.Type == html.ElementNode && a.Data == "form" {
			return a
		}
	}
	return nil
}
