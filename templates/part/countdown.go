package part

import "fmt"

// Countdown writes seconds as people read time left: 1:34.
func Countdown(seconds int) string {
	seconds = max(seconds, 0)
	return fmt.Sprintf("%d:%02d", seconds/60, seconds%60)
}
