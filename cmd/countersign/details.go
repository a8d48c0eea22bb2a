package main

import (
	"countersign/config"
	"countersign/idp/rar"
)

// detailTypes are the types of authorization details, as the settings have them.
func detailTypes(c config.Config) rar.Types {
	types := make(rar.Types, len(c.OAuth.AuthorizationDetails))
	for i, t := range c.OAuth.AuthorizationDetails {
		types[i] = rar.Type{Name: t.Type, Label: rar.Label{Default: t.Label, In: t.Labels}}
		for _, f := range t.Fields {
			types[i].Fields = append(types[i].Fields, rar.Field{
				Name: f.Name, Label: rar.Label{Default: f.Label, In: f.Labels}, Kind: rar.Kind(f.Kind), Required: f.Required, Values: f.Values,
			})
		}
	}
	return types
}
