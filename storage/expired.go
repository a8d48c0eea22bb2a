package storage

import (
	"fmt"
	"time"

	"gorm.io/gorm"
)

// deleteExpired runs a DELETE of at most limit rows from before a time, and
// says how many went. text takes the time and the limit.
func deleteExpired(tx *gorm.DB, text string, before time.Time, limit int) (int, error) {
	res := tx.Exec(text, milli(before), limit)
	if res.Error != nil {
		return 0, fmt.Errorf("delete expired rows: %w", res.Error)
	}
	return int(res.RowsAffected), nil
}
