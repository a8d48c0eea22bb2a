package main

import (
	"runtime"
	"runtime/debug"
	"strings"

	"github.com/spf13/cobra"

	"countersign/config"
	"countersign/idp/backend"
	"countersign/storage"
)

func (p *program) configCommand() *cobra.Command {
	check := &cobra.Command{
		Use: "check", Short: "Say what is wrong with the settings, or what holds; secrets stay hidden",
		Args: takes(),
		RunE: func(*cobra.Command, []string) error {
			c, err := p.config()
			if err != nil {
				return err
			}
			if c.MasterKey != "" {
				keys, err := masterKeys(c)
				if err != nil {
					return err
				}
				if _, err := storage.NewVault(keys...); err != nil {
					return err
				}
			}
			settings := c.Settings()
			return p.answer(settings, func() {
				var rows [][]string
				for _, s := range settings {
					rows = append(rows, []string{s.Key, s.Value})
				}
				p.table([]string{"SETTING", "VALUE"}, rows)
			})
		},
	}
	docs := &cobra.Command{
		Use: "docs", Short: "Print the page that describes every setting",
		Args: takes(),
		RunE: func(*cobra.Command, []string) error {
			_, err := p.out.Write([]byte(config.Markdown()))
			return err
		},
	}
	return group("config", "The settings", check, docs)
}

// openAPICommand prints the description of the interface for back ends.
func (p *program) openAPICommand() *cobra.Command {
	var issuer string
	c := &cobra.Command{
		Use: "openapi", Short: "Print the OpenAPI description of the interface for back ends",
		Args: takes(),
		RunE: func(*cobra.Command, []string) error {
			text, err := backend.Describe(issuer)
			if err != nil {
				return err
			}
			_, err = p.out.Write(text)
			return err
		},
	}
	c.Flags().StringVar(&issuer, "issuer", "https://id.example.com", "the server that it describes")
	return c
}

// versionJSON is what was built, for scripts.
type versionJSON struct {
	Version  string `json:"version"`
	Revision string `json:"revision,omitempty"`
	Modified bool   `json:"modified,omitempty"`
	Go       string `json:"go"`
	Platform string `json:"platform"`
}

func (p *program) versionCommand() *cobra.Command {
	return &cobra.Command{
		Use: "version", Short: "Print the version",
		Args: takes(),
		RunE: func(*cobra.Command, []string) error {
			v := versionJSON{Version: "unknown", Go: runtime.Version(), Platform: runtime.GOOS + "/" + runtime.GOARCH}
			if info, ok := debug.ReadBuildInfo(); ok {
				v.Version = info.Main.Version
				for _, s := range info.Settings {
					switch s.Key {
					case "vcs.revision":
						v.Revision = s.Value
					case "vcs.modified":
						v.Modified = s.Value == "true"
					}
				}
			}
			return p.answer(v, func() {
				p.say("countersign %s (%s, %s)", strings.TrimSpace(v.Version+" "+v.Revision), v.Go, v.Platform)
			})
		},
	}
}
