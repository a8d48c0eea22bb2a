package words

import "strings"

// pseudo is text with accents and about 40 % longer. Tags stay as they are.
func pseudo(text string) string {
	accents := strings.NewReplacer(
		"a", "á", "e", "é", "i", "î", "o", "ö", "u", "ü", "n", "ñ", "c", "ç", "s", "š", "y", "ý",
		"A", "Á", "E", "É", "I", "Î", "O", "Ö", "U", "Ü", "N", "Ñ", "C", "Ç", "S", "Š", "Y", "Ý",
	)
	var out strings.Builder
	for text != "" {
		before, tag, found := strings.Cut(text, "<")
		out.WriteString(longer(accents.Replace(before)))
		if !found {
			break
		}
		inner, after, _ := strings.Cut(tag, ">")
		out.WriteString("<" + inner + ">")
		text = after
	}
	return out.String()
}

// longer says every third letter's vowel twice: longer words, not more of
// them, are what breaks a page.
func longer(s string) string {
	var out strings.Builder
	n := 0
	for _, r := range s {
		out.WriteRune(r)
		if strings.ContainsRune("áéîöüÁÉÎÖÜ", r) {
			if n++; n%5 != 0 {
				out.WriteRune(r)
			}
		}
	}
	return out.String()
}
