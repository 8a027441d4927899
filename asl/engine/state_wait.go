package engine

import (
	"regexp"
	"strconv"
	"time"

	"github.com/pipectl/pipectl/asl"
)

// wait runs a Wait.
func (t *thread) wait(v *visit, s *asl.Wait) (step, *failure) {
	in := v.input
	var f *failure
	if !v.code.jsonata {
		if in, f = t.effectiveInput(v); f != nil {
			return step{}, f
		}
	}
	until, f := t.waitUntil(v, s, in)
	if f != nil {
		return step{}, f
	}
	if until.After(t.h.w.now) && v.trace == nil {
		if f := t.sleepUntil(until); f != nil {
			return step{}, f
		}
	}
	if v.code.jsonata {
		out, f := t.finishJSONata(v, s.Output, s.Assign, v.input, env{v: v})
		return step{out, s.Next}, f
	}
	out, f := t.leaveJSONPath(v, s.Assign, in, s.OutputPath, in)
	return step{out, s.Next}, f
}

// waitUntil is the time at which a Wait ends.
func (t *thread) waitUntil(v *visit, s *asl.Wait, in asl.Value) (time.Time, *failure) {
	now := t.h.w.now
	after := func(seconds int64) time.Time { return now.Add(time.Duration(seconds) * time.Second) }
	switch {
	case s.Seconds != nil && v.code.jsonata:
		n, f := t.expectInteger(s.Seconds, "Seconds", 0, defaultTimeout, env{v: v})
		return after(n), f
	case s.Seconds != nil:
		n, ok := integerOf(s.Seconds)
		if !ok || n < 0 || n > defaultTimeout {
			return now, fail(errRuntime, "The Seconds parameter is not a number of seconds: %s", text(s.Seconds)).within(v)
		}
		return after(n), nil
	case s.Timestamp != nil && v.code.jsonata:
		value, f := t.expect(s.Timestamp, "Timestamp", "string", env{v: v})
		if f != nil {
			return now, f
		}
		at, ok := parseTimestamp(string(value.(asl.String)))
		if !ok {
			return now, t.badQuery(v, "Timestamp", "The Timestamp parameter does not reference a valid ISO-8601 extended offset date-time format string: %s", value)
		}
		return at, nil
	case s.Timestamp != nil:
		value, _ := s.Timestamp.(asl.String)
		at, ok := parseTimestamp(string(value))
		if !ok {
			return now, fail(errRuntime, "The Timestamp parameter is not a valid ISO-8601 extended offset date-time format string: %s", value).within(v)
		}
		return at, nil
	case s.SecondsPath != nil:
		path, _ := s.SecondsPath.(asl.String)
		value, f := t.waitPath(v, "SecondsPath", path, in)
		if f != nil {
			return now, f
		}
		shown := rawText(value)
		n, err := strconv.ParseInt(shown, 10, 64)
		switch {
		case err != nil:
			return now, fail(errRuntime, "The SecondsPath parameter cannot be parsed as a long value: %s == %s", path, shown).within(v)
		case n < 0:
			return now, fail(errRuntime, "The SecondsPath parameter references a negative value: %s == %s", path, shown).within(v)
		}
		return after(min(n, defaultTimeout)), nil
	case s.TimestampPath != nil:
		path, _ := s.TimestampPath.(asl.String)
		value, f := t.waitPath(v, "TimestampPath", path, in)
		if f != nil {
			return now, f
		}
		shown := rawText(value)
		at, ok := parseTimestamp(shown)
		if _, isString := value.(asl.String); !ok || !isString {
			return now, fail(errRuntime, "The TimestampPath parameter does not reference a valid ISO-8601 extended offset date-time format string: %s == %s", path, shown).within(v)
		}
		return at, nil
	}
	return now, nil
}

func (t *thread) waitPath(v *visit, field string, path asl.String, in asl.Value) (asl.Value, *failure) {
	value, f := t.jsonpath(v, string(path), in)
	if f != nil {
		if f.name == errIntrinsic {
			return nil, f.within(v)
		}
		return nil, fail(errRuntime, "The %s parameter does not reference an input value: %s", field, path).within(v)
	}
	return value, nil
}

// rawText is how the service shows a value in a message: strings bare.
func rawText(v asl.Value) string {
	if s, ok := v.(asl.String); ok {
		return string(s)
	}
	return string(text(v))
}

// timestampForm is the profile of ISO 8601 that the language has: capital T
// and Z, and an offset that is never left out.
var timestampForm = regexp.MustCompile(`^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)$`)

func parseTimestamp(s string) (time.Time, bool) {
	if !timestampForm.MatchString(s) {
		return time.Time{}, false
	}
	for _, layout := range []string{time.RFC3339Nano, "2006-01-02T15:04Z07:00"} {
		if at, err := time.Parse(layout, s); err == nil {
			return at, true
		}
	}
	return time.Time{}, false
}
