// Code generated from catalogue/*/contact.yaml; DO NOT EDIT.

package words

import (
	"context"
)

// ContactAdministrator says: your administrator
func ContactAdministrator(ctx context.Context) string {
	return say(ctx, message{
		"your administrator",
		"Ihr Administrator",
		"votre administrateur",
		"su administrador",
		"المسؤول لديك",
	})
}
