package storage

import "testing"

func TestArgumentsStayOutOfWhatGORMKeepsForItsLog(t *testing.T) {
	for name, explain := range map[string]func(string, ...any) string{
		"PostgreSQL": postgresDialector{}.Explain, "SQLite": sqliteDialector{}.Explain,
	} {
		if got := explain("SELECT ?", "secret"); got != "SELECT ?" {
			t.Errorf("%s: %q", name, got)
		}
	}
}
