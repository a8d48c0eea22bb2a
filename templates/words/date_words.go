// Code generated from catalogue/*/date.yaml; DO NOT EDIT.

package words

import (
	"context"
	"strconv"
)

// DateMoment says: {day}, {time} UTC
func DateMoment(ctx context.Context, day string, time string) string {
	return say(ctx, message{
		"{day}, {time} UTC",
		"{day}, {time} UTC",
		"{day}, {time} UTC",
		"{day}, {time} UTC",
		"{day}، {time} UTC",
	}, value{"day", day}, value{"time", time})
}

// DateDay says: {day} {month} {year}
func DateDay(ctx context.Context, day string, month string, year string) string {
	return say(ctx, message{
		"{day} {month} {year}",
		"{day}. {month} {year}",
		"{day} {month} {year}",
		"{day} de {month} de {year}",
		"{day} {month} {year}",
	}, value{"day", day}, value{"month", month}, value{"year", year})
}

// DateFirst says: 1
func DateFirst(ctx context.Context) string {
	return say(ctx, message{
		"1",
		"1",
		"1er",
		"1",
		"1",
	})
}

// DateJanuary says: January
func DateJanuary(ctx context.Context) string {
	return say(ctx, message{
		"January",
		"Januar",
		"janvier",
		"enero",
		"يناير",
	})
}

// DateFebruary says: February
func DateFebruary(ctx context.Context) string {
	return say(ctx, message{
		"February",
		"Februar",
		"février",
		"febrero",
		"فبراير",
	})
}

// DateMarch says: March
func DateMarch(ctx context.Context) string {
	return say(ctx, message{
		"March",
		"März",
		"mars",
		"marzo",
		"مارس",
	})
}

// DateApril says: April
func DateApril(ctx context.Context) string {
	return say(ctx, message{
		"April",
		"April",
		"avril",
		"abril",
		"أبريل",
	})
}

// DateMay says: May
func DateMay(ctx context.Context) string {
	return say(ctx, message{
		"May",
		"Mai",
		"mai",
		"mayo",
		"مايو",
	})
}

// DateJune says: June
func DateJune(ctx context.Context) string {
	return say(ctx, message{
		"June",
		"Juni",
		"juin",
		"junio",
		"يونيو",
	})
}

// DateJuly says: July
func DateJuly(ctx context.Context) string {
	return say(ctx, message{
		"July",
		"Juli",
		"juillet",
		"julio",
		"يوليو",
	})
}

// DateAugust says: August
func DateAugust(ctx context.Context) string {
	return say(ctx, message{
		"August",
		"August",
		"août",
		"agosto",
		"أغسطس",
	})
}

// DateSeptember says: September
func DateSeptember(ctx context.Context) string {
	return say(ctx, message{
		"September",
		"September",
		"septembre",
		"septiembre",
		"سبتمبر",
	})
}

// DateOctober says: October
func DateOctober(ctx context.Context) string {
	return say(ctx, message{
		"October",
		"Oktober",
		"octobre",
		"octubre",
		"أكتوبر",
	})
}

// DateNovember says: November
func DateNovember(ctx context.Context) string {
	return say(ctx, message{
		"November",
		"November",
		"novembre",
		"noviembre",
		"نوفمبر",
	})
}

// DateDecember says: December
func DateDecember(ctx context.Context) string {
	return say(ctx, message{
		"December",
		"Dezember",
		"décembre",
		"diciembre",
		"ديسمبر",
	})
}

// DateNever says: never
func DateNever(ctx context.Context) string {
	return say(ctx, message{
		"never",
		"nie",
		"jamais",
		"nunca",
		"لم يحدث قط",
	})
}

// DateJustNow says: just now
func DateJustNow(ctx context.Context) string {
	return say(ctx, message{
		"just now",
		"gerade eben",
		"à l’instant",
		"ahora mismo",
		"الآن",
	})
}

// DateWithinADay says: within a day
func DateWithinADay(ctx context.Context) string {
	return say(ctx, message{
		"within a day",
		"im letzten Tag",
		"il y a moins d’un jour",
		"hace menos de un día",
		"خلال اليوم الأخير",
	})
}

// DateMinutesAgo says: {n} minutes ago
func DateMinutesAgo(ctx context.Context, n int) string {
	return say(ctx, count(ctx, [columns]forms{
		{one: "1 minute ago", other: "{n} minutes ago"},
		{one: "vor 1 Minute", other: "vor {n} Minuten"},
		{one: "il y a 1 minute", other: "il y a {n} minutes"},
		{one: "hace 1 minuto", other: "hace {n} minutos"},
		{zero: "قبل أقل من دقيقة", one: "قبل دقيقة", two: "قبل دقيقتين", few: "قبل {n} دقائق", many: "قبل {n} دقيقة", other: "قبل {n} دقيقة"},
	}, n), value{"n", strconv.Itoa(n)})
}

// DateHoursAgo says: {n} hours ago
func DateHoursAgo(ctx context.Context, n int) string {
	return say(ctx, count(ctx, [columns]forms{
		{one: "1 hour ago", other: "{n} hours ago"},
		{one: "vor 1 Stunde", other: "vor {n} Stunden"},
		{one: "il y a 1 heure", other: "il y a {n} heures"},
		{one: "hace 1 hora", other: "hace {n} horas"},
		{zero: "قبل أقل من ساعة", one: "قبل ساعة", two: "قبل ساعتين", few: "قبل {n} ساعات", many: "قبل {n} ساعة", other: "قبل {n} ساعة"},
	}, n), value{"n", strconv.Itoa(n)})
}
