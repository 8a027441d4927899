package cli

import (
	"context"
	"errors"
	"testing"
	"time"
)

// The real clock goes on, waits, and stops waiting when nobody is interested.
func TestRealClock(t *testing.T) {
	clock := Streams{}.clock()
	begin := clock.Now()
	if err := clock.Sleep(t.Context(), time.Nanosecond); err != nil {
		t.Error(err)
	}
	if !clock.Now().After(begin) {
		t.Error("no time has passed")
	}
	ctx, end := context.WithCancel(t.Context())
	end()
	if err := clock.Sleep(ctx, time.Hour); !errors.Is(err, context.Canceled) {
		t.Errorf("a wait that nobody wants ends with %v", err)
	}
}
