package words

import (
	"context"
	"time"
)

// InWeek is t in UTC, within a week: "Mon 15:04 UTC".
func InWeek(ctx context.Context, t time.Time) string {
	t = t.UTC()
	return WeekClock(ctx, weekday(t.Weekday())(ctx), t.Format("15:04"))
}

func weekday(d time.Weekday) Text {
	return [...]Text{WeekSunday, WeekMonday, WeekTuesday, WeekWednesday, WeekThursday, WeekFriday, WeekSaturday}[d]
}
