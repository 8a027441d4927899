package cli

import (
	"math"
	"testing"
)

// A month has 730 hours on the average.
func TestPerMonth(t *testing.T) {
	for _, tt := range []struct {
		expression string
		want       float64
	}{
		{"rate(1 hour)", 730},
		{"rate(5 minutes)", 730 * 12},
		{"rate(2 days)", 730.0 / 48},
		{"rate(0 days)", 0},
		{"rate(1 blink)", 0},
		{"cron(0 2 * * ? *)", 730.0 / 24},
		{"cron(0/15 * * * ? *)", 730 * 4},
		{"cron(0 8 1 * ? *)", 1},
		{"cron(0 8 1 1 ? *)", 1.0 / 12},
		{"cron(0 8 ? * MON-FRI *)", 730.0 / 24 * 5 / 7},
		{"cron(nonsense)", 0},
		{"at(2026-01-01T00:00:00)", 0},
	} {
		if got := perMonth(tt.expression, "UTC"); math.Abs(got-tt.want) > tt.want*0.005 {
			t.Errorf("%s: %g, want %g", tt.expression, got, tt.want)
		}
	}
}
