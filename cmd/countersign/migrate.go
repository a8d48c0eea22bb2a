package main

import (
	"errors"

	"github.com/spf13/cobra"

	"countersign/storage"
)

func (p *program) migrateCommand() *cobra.Command {
	up := &cobra.Command{
		Use: "up", Short: "Bring the database up to date; several may run at once, one works",
		Args: takes(),
		RunE: func(c *cobra.Command, _ []string) error {
			return p.onAnySchema(c, func(db *storage.DB) error {
				n, err := db.Migrate(c.Context())
				if err != nil {
					return err
				}
				return p.answer(map[string]int{"applied": n}, func() { p.say("%d steps applied", n) })
			})
		},
	}
	status := &cobra.Command{
		Use: "status", Short: "List the steps of the schema",
		Args: takes(),
		RunE: func(c *cobra.Command, _ []string) error {
			return p.onAnySchema(c, func(db *storage.DB) error {
				steps, err := db.Migrations(c.Context())
				if err != nil {
					return err
				}
				return p.answer(steps, func() {
					var rows [][]string
					for _, s := range steps {
						at := "to be applied"
						if s.Applied {
							at = moment(s.At)
						}
						rows = append(rows, []string{s.Name, at})
					}
					p.table([]string{"STEP", "APPLIED"}, rows)
				})
			})
		},
	}
	return group("migrate", "Bring the database's schema up to date", up, status)
}

func (p *program) onAnySchema(c *cobra.Command, work func(*storage.DB) error) error {
	conf, err := p.config()
	if err != nil {
		return err
	}
	db, _, err := p.openDatabase(c.Context(), conf, p.logger())
	if err != nil {
		return err
	}
	return errors.Join(work(db), db.Close())
}
