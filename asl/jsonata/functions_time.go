package jsonata

import (
	"math"
	"strconv"
	"strings"
	"time"
)

var timeFunctions = []builtin{
	{"now", "s?s?:s", 2, func(a *activation, args []Value) (Value, *Error) {
		return a.formatTime(float64(a.runtime.Now.UnixMilli()), args[0], args[1])
	}},
	{"millis", ":n", 0, func(a *activation, _ []Value) (Value, *Error) {
		return float64(a.runtime.Now.UnixMilli()), nil
	}},
	{"fromMillis", "n-s?s?:s", 3, func(a *activation, args []Value) (Value, *Error) {
		f, ok := args[0].(float64)
		if !ok {
			return nil, nil
		}
		return a.formatTime(f, args[1], args[2])
	}},
	{"toMillis", "s-s?:n", 2, ofString(func(a *activation, s string, args []Value) (Value, *Error) {
		picture, ok := args[1].(string)
		if !ok {
			t, ok := parseISO(s)
			if !ok {
				return nil, a.fail("D3110", display(s))
			}
			return number(t), nil
		}
		t, ok, err := parseDate(a.evaluation, s, picture)
		if err != nil || !ok {
			return nil, err
		}
		return number(t), nil
	})},
}

func (a *activation) formatTime(millis float64, picture, zone Value) (Value, *Error) {
	pic, ok := picture.(string)
	if !ok {
		pic = isoPicture
	}
	minutes := 0
	if z, ok := zone.(string); ok {
		// +hhmm; the reference takes -0530 for -0630.
		n, err := strconv.Atoi(strings.TrimPrefix(z, "+"))
		if err != nil || n < -9999 || n > 9999 {
			return nil, a.fail("D3134", z)
		}
		minutes = n/100*60 + n%100
	}
	s, err := formatDate(math.Trunc(millis), pic, minutes)
	if err != nil {
		return nil, err
	}
	return a.text(s)
}

// parseISO reads the forms of ISO 8601 that the reference does: a year, with a
// month, with a day, with a time to the second, with a fraction, with a zone.
// A time without a zone is in UTC.
func parseISO(s string) (float64, bool) {
	digits := func(n int) (int, bool) {
		if len(s) < n {
			return 0, false
		}
		v := 0
		for i := range n {
			if s[i] < '0' || s[i] > '9' {
				return 0, false
			}
			v = v*10 + int(s[i]-'0')
		}
		s = s[n:]
		return v, true
	}
	after := func(prefix string) bool {
		rest, ok := strings.CutPrefix(s, prefix)
		s = rest
		return ok
	}
	year, ok := digits(4)
	month, day := 1, 1
	var clock [3]int
	var nanos int
	if ok && after("-") {
		if month, ok = digits(2); ok && after("-") {
			day, ok = digits(2)
		}
	}
	if !ok || month < 1 || month > 12 || day < 1 || day > 31 {
		return 0, false
	}
	if after("T") {
		for i := range clock {
			if i > 0 && !after(":") {
				return 0, false
			}
			if clock[i], ok = digits(2); !ok {
				return 0, false
			}
		}
		if clock[0] > 24 || clock[1] > 59 || clock[2] > 59 {
			return 0, false
		}
		if after(".") {
			fraction := 0
			for ; s != "" && s[0] >= '0' && s[0] <= '9'; fraction++ {
				if fraction < 3 {
					nanos = nanos*10 + int(s[0]-'0')
				}
				s = s[1:]
			}
			if fraction == 0 {
				return 0, false
			}
			for ; fraction < 3; fraction++ {
				nanos *= 10
			}
			nanos *= 1e6
		}
	}
	zone := 0
	if s != "" && !after("Z") {
		sign := 1
		if s[0] == '-' {
			sign = -1
		} else if s[0] != '+' {
			return 0, false
		}
		s = s[1:]
		h, hOK := digits(2)
		after(":")
		m, mOK := digits(2)
		if !hOK || !mOK {
			return 0, false
		}
		zone = sign * (h*60 + m)
	}
	if s != "" {
		return 0, false
	}
	t := time.Date(year, time.Month(month), day, clock[0], clock[1], clock[2], nanos, time.UTC)
	return float64(t.UnixMilli()) - float64(zone)*60_000, true
}
