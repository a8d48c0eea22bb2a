package words

import "strings"

// pseudo is text with accents and about 40 % longer. Tags and the names in braces
// stay as they are.
func pseudo(text string) string {
	accents := strings.NewReplacer(
		"a", "á", "e", "é", "i", "î", "o", "ö", "u", "ü", "n", "ñ", "c", "ç", "s", "š", "y", "ý",
		"A", "Á", "E", "É", "I", "Î", "O", "Ö", "U", "Ü", "N", "Ñ", "C", "Ç", "S", "Š", "Y", "Ý",
	)
	var out strings.Builder
	for text != "" {
		plain, kept := text, ""
		if at := strings.IndexAny(text, "<{"); at >= 0 {
			plain, kept = text[:at], text[at:]
			end := ">"
			if kept[0] == '{' {
				end = "}"
			}
			before, _, _ := strings.Cut(kept, end)
			kept = kept[:min(len(before)+1, len(kept))]
		}
		out.WriteString(longer(accents.Replace(plain)) + kept)
		text = text[len(plain)+len(kept):]
	}
	return out.String()
}

// longer says four vowels of five twice: longer words, not more of them, are
// what breaks a page.
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
