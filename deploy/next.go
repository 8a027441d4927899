package deploy

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// NextTime is when a schedule next starts an execution after a moment. ok is
// false where it never does, where it counts from a moment that is not known
// (rate), and where the expression or the timezone is not understood.
//
// The expressions are those of EventBridge Scheduler. A time that a change to
// summer time leaves out is skipped, and one that happens twice starts one.
func NextTime(expression, timezone string, after time.Time) (next time.Time, ok bool) {
	where, err := time.LoadLocation(timezone)
	if err != nil {
		return next, false
	}
	form, rest, _ := strings.Cut(strings.TrimSuffix(expression, ")"), "(")
	switch form {
	case "at":
		next, err = time.ParseInLocation("2006-01-02T15:04:05", rest, where)
		return next, err == nil && next.After(after)
	case "cron":
		if c, ok := parseCron(rest); ok {
			return c.next(after.In(where))
		}
	}
	return next, false
}

// A cron is an expression taken apart. A list of months and so on holds those at
// which it fires, sorted.
type cron struct {
	minutes, hours, months, years []int
	day                           func(time.Time) bool // of the month and of the week
}

func parseCron(text string) (c cron, ok bool) {
	f := strings.Fields(text)
	if len(f) != 6 {
		return c, false
	}
	var good [5]bool
	c.minutes, good[0] = cronNumbers(f[0], 0, 59, nil)
	c.hours, good[1] = cronNumbers(f[1], 0, 23, nil)
	c.months, good[2] = cronNumbers(f[3], 1, 12, monthNames)
	c.years, good[3] = cronNumbers(f[5], 1970, 2199, nil)
	if f[2] == "?" {
		c.day, good[4] = cronWeekday(f[4])
	} else if f[4] == "?" {
		c.day, good[4] = cronMonthday(f[2])
	}
	return c, !slices.Contains(good[:], false)
}

var (
	monthNames = []string{"", "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"}
	dayNames   = []string{"", "SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"}
)

// cronNumbers reads a field: numbers and names, with , - * and /.
func cronNumbers(field string, least, most int, names []string) (all []int, ok bool) {
	number := func(s string) (int, bool) {
		if i := slices.Index(names, strings.ToUpper(s)); i > 0 {
			return i, true
		}
		n, err := strconv.Atoi(s)
		return n, err == nil && n >= least && n <= most
	}
	for _, part := range strings.Split(field, ",") {
		span, by, stepped := strings.Cut(part, "/")
		step := 1
		if stepped {
			n, err := strconv.Atoi(by)
			if err != nil || n < 1 {
				return nil, false
			}
			step = n
		}
		from, to, ranged := strings.Cut(span, "-")
		first, last := least, most
		if span != "*" {
			if first, ok = number(from); !ok {
				return nil, false
			}
			switch {
			case ranged:
				if last, ok = number(to); !ok || last < first {
					return nil, false
				}
			case !stepped: // 5/10 goes on to the end
				last = first
			}
		}
		for n := first; n <= last; n += step {
			all = append(all, n)
		}
	}
	slices.Sort(all)
	return slices.Compact(all), true
}

// cronMonthday reads the day of the month: also L, the last, LW, the last workday,
// and 15W, the workday of the month that is nearest to the 15th.
func cronMonthday(field string) (func(time.Time) bool, bool) {
	switch {
	case field == "L":
		return func(t time.Time) bool { return t.Day() == lastDay(t) }, true
	case field == "LW":
		return func(t time.Time) bool { return t.Day() == workday(t, lastDay(t)) }, true
	case strings.HasSuffix(field, "W"):
		n, ok := cronNumbers(strings.TrimSuffix(field, "W"), 1, 31, nil)
		if !ok || len(n) != 1 {
			return nil, false
		}
		return func(t time.Time) bool { return n[0] <= lastDay(t) && t.Day() == workday(t, n[0]) }, true
	}
	days, ok := cronNumbers(field, 1, 31, nil)
	return func(t time.Time) bool { return slices.Contains(days, t.Day()) }, ok
}

// cronWeekday reads the day of the week, 1 for Sunday: also L, Saturday, 6L, the
// last Friday of the month, and 3#2, its second Tuesday.
func cronWeekday(field string) (func(time.Time) bool, bool) {
	of := func(t time.Time) int { return int(t.Weekday()) + 1 }
	one := func(s string) (int, bool) {
		n, ok := cronNumbers(s, 1, 7, dayNames)
		if !ok || len(n) != 1 {
			return 0, false
		}
		return n[0], true
	}
	if field == "L" {
		return func(t time.Time) bool { return t.Weekday() == time.Saturday }, true
	}
	if day, ok := strings.CutSuffix(field, "L"); ok {
		n, ok := one(day)
		return func(t time.Time) bool { return of(t) == n && t.Day()+7 > lastDay(t) }, ok
	}
	if day, nth, ok := strings.Cut(field, "#"); ok {
		n, ok := one(day)
		which, err := strconv.Atoi(nth)
		return func(t time.Time) bool { return of(t) == n && (t.Day()-1)/7+1 == which }, ok && err == nil && which >= 1 && which <= 5
	}
	days, ok := cronNumbers(field, 1, 7, dayNames)
	return func(t time.Time) bool { return slices.Contains(days, of(t)) }, ok
}

// lastDay is the number of days of a time's month.
func lastDay(t time.Time) int {
	return time.Date(t.Year(), t.Month()+1, 0, 0, 0, 0, 0, time.UTC).Day()
}

// workday is the day from Monday to Friday, of the same month, that is nearest to
// a day of it.
func workday(t time.Time, day int) int {
	switch time.Date(t.Year(), t.Month(), day, 0, 0, 0, 0, time.UTC).Weekday() {
	case time.Saturday:
		if day == 1 {
			return 3
		}
		return day - 1
	case time.Sunday:
		if day == lastDay(t) {
			return day - 2
		}
		return day + 1
	default:
		return day
	}
}

// next looks day by day.
func (c cron) next(after time.Time) (time.Time, bool) {
	for _, year := range c.years {
		if year < after.Year() {
			continue
		}
		for _, month := range c.months {
			first := time.Date(year, time.Month(month), 1, 0, 0, 0, 0, time.UTC)
			for day := first; day.Month() == first.Month(); day = day.AddDate(0, 0, 1) {
				if !c.day(day) || day.AddDate(0, 0, 2).Before(after) {
					continue
				}
				if t, ok := c.within(day, after); ok {
					return t, true
				}
			}
		}
	}
	return time.Time{}, false
}

// within is the first time of a day that is after a moment.
func (c cron) within(day, after time.Time) (time.Time, bool) {
	for _, h := range c.hours {
		for _, m := range c.minutes {
			t := time.Date(day.Year(), day.Month(), day.Day(), h, m, 0, 0, after.Location())
			if t.Hour() == h && t.Minute() == m && t.After(after) {
				return t, true
			}
		}
	}
	return time.Time{}, false
}
