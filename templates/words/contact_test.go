package words_test

import (
	"testing"

	"countersign/config"
	"countersign/templates/words"
)

func TestContactOfTheDefaultSettingsIsTranslated(t *testing.T) {
	ctx := words.With(t.Context(), words.German)
	if got := words.Contact(ctx, config.Default().SupportContact); got != "Ihr Administrator" {
		t.Errorf("got %q", got)
	}
	if got := words.Contact(ctx, "help@northwind.example"); got != "help@northwind.example" {
		t.Errorf("got %q", got)
	}
}
