package importer

import (
	"testing"
	"time"
)

func TestSnake(t *testing.T) {
	for _, test := range [][2]string{
		{"Create an EMR Serverless Application", "create_an_emr_serverless_application"},
		{"GetStateOfCluster", "get_state_of_cluster"},
		{"IngestPGCDCTargets", "ingest_pgcdc_targets"},
		{"Wait_for_stage_two_ready", "wait_for_stage_two_ready"},
		{"HTTP2Call", "http2_call"},
		{"2 fast", "x_2_fast"},
		{"Überprüfen", "berpr_fen"},
		{"---", "x"},
		{"a name that is far longer than any name of the language may be, so it ends early", "a_name_that_is_far_longer_than_any_name_of_the_languag"},
	} {
		if got := snake(test[0]); got != test[1] {
			t.Errorf("snake(%q) = %q, want %q", test[0], got, test[1])
		}
	}
}

func TestDurationText(t *testing.T) {
	for want, d := range map[string]time.Duration{
		"0s": 0, "45s": 45 * time.Second, "1m30s": 90 * time.Second, "1h": time.Hour, "1d12h": 36 * time.Hour, "365d": 365 * 24 * time.Hour,
	} {
		if got := durationText(d); got != want {
			t.Errorf("durationText(%v) = %q, want %q", d, got, want)
		}
	}
}

func TestDateSpec(t *testing.T) {
	for _, test := range []struct {
		layout, want string
		ok           bool
	}{
		{"2006-01-02", "YYYY-MM-DD", true},
		{"2006/01/02 15:04:05", "YYYY/MM/DD hh:mm:ss", true},
		{"Monday, 02 January 06", "EEEE, DD MMMM YY", true},
		{"run=2006-01-02T15:04:05Z07:00", "'r''u''n'=YYYY-MM-DD'T'hh:mm:ssZ", true},
		{"Mon Jan _2", "", false},
		{"20060102150405.000", "", false},
	} {
		got, ok := dateSpec(test.layout)
		if ok != test.ok || ok && got != test.want {
			t.Errorf("dateSpec(%q) = %q, %v, want %q, %v", test.layout, got, ok, test.want, test.ok)
		}
	}
}
