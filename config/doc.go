// Package config is what an operator can set.
//
// It owns the one Config struct with its defaults, how it is read (defaults,
// then a YAML file, then COUNTERSIGN_* variables, then flags), what is allowed,
// and the page docs/configuration.md that is made from it.
//
// It asks nothing: it reads the file that it is told and the environment that
// it is given. Rooms get values from cmd, never the struct.
//
// It promises:
//  1. A misspelt key in the file is refused, with its line.
//  2. Every error names the field and the remedy; all come at once.
//  3. A Secret writes itself out nowhere.
package config
