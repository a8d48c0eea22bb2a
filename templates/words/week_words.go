// Code generated from catalogue/*/week.yaml; DO NOT EDIT.

package words

import (
	"context"
)

// WeekSunday says: Sun
func WeekSunday(ctx context.Context) string {
	return say(ctx, message{
		"Sun",
		"So.",
		"dim.",
		"dom",
		"الأحد",
	})
}

// WeekMonday says: Mon
func WeekMonday(ctx context.Context) string {
	return say(ctx, message{
		"Mon",
		"Mo.",
		"lun.",
		"lun",
		"الاثنين",
	})
}

// WeekTuesday says: Tue
func WeekTuesday(ctx context.Context) string {
	return say(ctx, message{
		"Tue",
		"Di.",
		"mar.",
		"mar",
		"الثلاثاء",
	})
}

// WeekWednesday says: Wed
func WeekWednesday(ctx context.Context) string {
	return say(ctx, message{
		"Wed",
		"Mi.",
		"mer.",
		"mié",
		"الأربعاء",
	})
}

// WeekThursday says: Thu
func WeekThursday(ctx context.Context) string {
	return say(ctx, message{
		"Thu",
		"Do.",
		"jeu.",
		"jue",
		"الخميس",
	})
}

// WeekFriday says: Fri
func WeekFriday(ctx context.Context) string {
	return say(ctx, message{
		"Fri",
		"Fr.",
		"ven.",
		"vie",
		"الجمعة",
	})
}

// WeekSaturday says: Sat
func WeekSaturday(ctx context.Context) string {
	return say(ctx, message{
		"Sat",
		"Sa.",
		"sam.",
		"sáb",
		"السبت",
	})
}

// WeekClock says: {day} {clock} UTC
func WeekClock(ctx context.Context, day string, clock string) string {
	return say(ctx, message{
		"{day} {clock} UTC",
		"{day} {clock} UTC",
		"{day} {clock} UTC",
		"{day} {clock} UTC",
		"{day} {clock} UTC",
	}, value{"day", day}, value{"clock", clock})
}
