package words

import (
	"context"
	"strconv"
	"time"
)

// Day is the day of t in UTC, as people write it: "2 January 2006".
func Day(ctx context.Context, t time.Time) string {
	t = t.UTC()
	day := strconv.Itoa(t.Day())
	if t.Day() == 1 {
		day = DateFirst(ctx)
	}
	return DateDay(ctx, day, month(t.Month())(ctx), strconv.Itoa(t.Year()))
}

// Moment is t in UTC: "2 January 2006, 15:04 UTC".
func Moment(ctx context.Context, t time.Time) string {
	return DateMoment(ctx, Day(ctx, t), t.UTC().Format("15:04"))
}

// At is Moment as a Text.
func At(t time.Time) Text { return func(ctx context.Context) string { return Moment(ctx, t) } }

// Ago says how long before now t was: "never" for none, "3 hours ago", and the
// moment itself after a day.
func Ago(t, now time.Time) Text {
	switch ago := now.Sub(t); {
	case t.IsZero():
		return DateNever
	case ago < time.Minute:
		return DateJustNow
	case ago < time.Hour:
		return func(ctx context.Context) string { return DateMinutesAgo(ctx, int(ago/time.Minute)) }
	case ago < 24*time.Hour:
		return func(ctx context.Context) string { return DateHoursAgo(ctx, int(ago/time.Hour)) }
	}
	return At(t)
}

func month(m time.Month) Text {
	return [...]Text{
		DateJanuary, DateFebruary, DateMarch, DateApril, DateMay, DateJune,
		DateJuly, DateAugust, DateSeptember, DateOctober, DateNovember, DateDecember,
	}[m-time.January]
}
