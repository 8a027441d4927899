package engine

import (
	"slices"
	"testing"
	"time"
)

// failing answers with errors, one after the other, and then with {}.
func failing(errs ...string) TaskFunc {
	n := 0
	return func(Call) Outcome {
		n++
		if n <= len(errs) {
			return Outcome{Error: errs[n-1], Cause: "because", Takes: time.Second}
		}
		return Outcome{Takes: time.Second}
	}
}

func TestRetry(t *testing.T) {
	tests := []struct {
		name, retry string
		errs        []string
		status      Status
		end         time.Duration // each attempt takes a second
	}{
		{"defaults", `{"ErrorEquals":["States.ALL"]}`, []string{"A", "A", "A"}, Succeeded, 4*time.Second + 7*time.Second},
		{"used up", `{"ErrorEquals":["States.ALL"]}`, []string{"A", "A", "A", "A"}, Failed, 4*time.Second + 7*time.Second},
		{"never", `{"ErrorEquals":["States.ALL"],"MaxAttempts":0}`, []string{"A"}, Failed, time.Second},
		{"interval and rate", `{"ErrorEquals":["A"],"IntervalSeconds":10,"BackoffRate":1.5}`, []string{"A", "A"}, Succeeded, 3*time.Second + 25*time.Second},
		{"longest delay", `{"ErrorEquals":["A"],"IntervalSeconds":10,"BackoffRate":10,"MaxDelaySeconds":20}`, []string{"A", "A"}, Succeeded, 3*time.Second + 30*time.Second},
		{"other error", `{"ErrorEquals":["B"]}`, []string{"A"}, Failed, time.Second},
		{
			"each retrier has its own count", `{"ErrorEquals":["A"],"MaxAttempts":1,"IntervalSeconds":5},{"ErrorEquals":["B"],"MaxAttempts":1,"IntervalSeconds":7}`,
			[]string{"A", "B"},
			Succeeded, 3*time.Second + 12*time.Second,
		},
		{
			"the first that takes the error counts", `{"ErrorEquals":["A"],"MaxAttempts":1},{"ErrorEquals":["States.ALL"],"MaxAttempts":5}`,
			[]string{"A", "A"},
			Failed, 2*time.Second + time.Second,
		},
		{"task failed is every error", `{"ErrorEquals":["States.TaskFailed"],"MaxAttempts":1}`, []string{"A"}, Succeeded, 3 * time.Second},
		{"but a timeout", `{"ErrorEquals":["States.TaskFailed"],"MaxAttempts":1}`, []string{"States.Timeout"}, Failed, time.Second},
		{"runtime is never tried again", `{"ErrorEquals":["States.ALL"]}`, []string{"States.Runtime"}, Failed, time.Second},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			x := run(t, `{"StartAt":"T","States":{"T":{"Type":"Task","Resource":"arn:aws:states:::x:y","End":true,"Retry":[`+tt.retry+`]}}}`, "",
				Options{Task: failing(tt.errs...)})
			if x.Status != tt.status {
				t.Errorf("status %s, want %s", x.Status, tt.status)
			}
			if d := x.End.Sub(x.Start); d != tt.end {
				t.Errorf("took %s, want %s", d, tt.end)
			}
		})
	}
}

func TestJitter(t *testing.T) {
	src := `{"StartAt":"T","States":{"T":{"Type":"Task","Resource":"r","End":true,
		"Retry":[{"ErrorEquals":["States.ALL"],"IntervalSeconds":100,"BackoffRate":1,"MaxAttempts":20,"JitterStrategy":"FULL"}]}}}`
	errs := slices.Repeat([]string{"A"}, 20)
	took := func(opts Options) time.Duration {
		opts.Task = failing(errs...)
		x := run(t, src, "", opts)
		return x.End.Sub(x.Start) - 21*time.Second
	}
	one, other := took(Options{Seed: 1}), took(Options{Seed: 2})
	if one == other || one != took(Options{Seed: 1}) {
		t.Errorf("delays of %s and %s: they should depend on the seed, and on nothing else", one, other)
	}
	if one <= 0 || one >= 2000*time.Second {
		t.Errorf("delays of %s in all, want less than 2000s", one)
	}
	if d := took(Options{Seed: 1, LongestJitter: true}); d != 2000*time.Second {
		t.Errorf("longest delays of %s in all, want 2000s", d)
	}
}
