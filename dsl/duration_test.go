package dsl_test

import (
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/pipectl/pipectl/dsl"
)

func TestParseDuration(t *testing.T) {
	right := map[string]time.Duration{
		"45s": 45 * time.Second, "10m": 10 * time.Minute, "2h": 2 * time.Hour, "1d": 24 * time.Hour, "1h30m": 90 * time.Minute,
		"0s": 0, "1d2h3m4s": 26*time.Hour + 3*time.Minute + 4*time.Second, "90m": 90 * time.Minute, "007s": 7 * time.Second,
	}
	for s, want := range right {
		if got, err := dsl.ParseDuration(s); err != nil || got != want {
			t.Errorf("%q is %v, %v; want %v", s, got, err, want)
		}
	}
	for _, s := range []string{"", "5", "s", "1.5h", "-1h", "+1h", " 1h", "1h ", "1 h", "30m1h", "1h1h", "1ms", "1w", "1H", "1h30", "99999999999s", "1٣s", "P1D"} {
		if got, err := dsl.ParseDuration(s); err == nil {
			t.Errorf("%q is %v, and should be none", s, got)
		}
	}
}

// Every number of seconds can be written, with each unit that fits.
func TestParseDurationOfAll(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := time.Duration(rapid.Int64Range(1, 99999999).Draw(t, "seconds")) * time.Second
		s, rest := "", want
		for _, u := range []struct {
			letter string
			size   time.Duration
		}{{"d", 24 * time.Hour}, {"h", time.Hour}, {"m", time.Minute}, {"s", time.Second}} {
			if rapid.Bool().Draw(t, u.letter) || u.letter == "s" {
				s += fmt.Sprintf("%d%s", rest/u.size, u.letter)
				rest %= u.size
			}
		}
		if got, err := dsl.ParseDuration(s); err != nil || got != want {
			t.Errorf("%q is %v, %v; want %v", s, got, err, want)
		}
	})
}
