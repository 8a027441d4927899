package operate_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/pipectl/pipectl/deploy/operate"
)

func TestMedians(t *testing.T) {
	var all []operate.Taken
	for task, took := range map[string][]time.Duration{
		"odd": {5 * time.Second, time.Second, 3 * time.Second}, "even": {time.Second, 2 * time.Second},
		"long": {90_499 * time.Millisecond}, "short": {40 * time.Millisecond}, "exact": {1240 * time.Millisecond},
	} {
		for _, d := range took {
			all = append(all, operate.Taken{Task: task, Duration: d})
		}
	}
	want := map[string]float64{"odd": 3, "even": 1.5, "long": 90, "short": 0, "exact": 1.2}
	if diff := cmp.Diff(want, operate.Medians(all)); diff != "" {
		t.Errorf("medians (-want +got):\n%s", diff)
	}
}
