package deploy

import (
	"testing"
	"time"
	_ "time/tzdata" // the zones, on machines that have none
)

func TestNextTime(t *testing.T) {
	const never = ""
	tests := []struct{ expression, zone, after, want string }{
		{"cron(0 2 * * ? *)", "UTC", "2026-01-05T01:59:59Z", "2026-01-05T02:00:00Z"},
		{"cron(0 2 * * ? *)", "UTC", "2026-01-05T02:00:00Z", "2026-01-06T02:00:00Z"},
		{"cron(0 2 * * ? *)", "Europe/London", "2026-07-01T00:00:00Z", "2026-07-01T02:00:00+01:00"},
		{"cron(30 1 * * ? *)", "Europe/London", "2026-03-28T12:00:00Z", "2026-03-30T01:30:00+01:00"}, // left out on the 29th
		{"cron(*/15 8-9 ? * MON-FRI *)", "UTC", "2026-01-02T09:45:00Z", "2026-01-05T08:00:00Z"},
		{"cron(5/20 0 1 1,7 ? *)", "UTC", "2026-01-01T00:25:00Z", "2026-01-01T00:45:00Z"},
		{"cron(0 0 L * ? *)", "UTC", "2028-02-01T00:00:00Z", "2028-02-29T00:00:00Z"},
		{"cron(0 0 LW * ? *)", "UTC", "2026-01-31T00:00:00Z", "2026-02-27T00:00:00Z"},
		{"cron(0 0 1W * ? *)", "UTC", "2026-07-31T12:00:00Z", "2026-08-03T00:00:00Z"},  // the 1st is a Saturday
		{"cron(0 0 31W * ? *)", "UTC", "2026-04-01T00:00:00Z", "2026-05-29T00:00:00Z"}, // the 31st is a Sunday
		{"cron(0 0 15W * ? *)", "UTC", "2026-03-01T00:00:00Z", "2026-03-16T00:00:00Z"},
		{"cron(0 0 ? * L *)", "UTC", "2026-01-05T00:00:00Z", "2026-01-10T00:00:00Z"},
		{"cron(0 0 ? * 6L *)", "UTC", "2026-01-05T00:00:00Z", "2026-01-30T00:00:00Z"},
		{"cron(0 0 ? * TUE#2 *)", "UTC", "2026-01-14T00:00:00Z", "2026-02-10T00:00:00Z"},
		{"cron(0 0 29 2 ? *)", "UTC", "2026-01-01T00:00:00Z", "2028-02-29T00:00:00Z"},
		{"cron(0 0 1 1 ? 2030)", "UTC", "2026-01-01T00:00:00Z", "2030-01-01T00:00:00Z"},
		{"cron(0 0 1 1 ? 2199)", "Asia/Tokyo", "2026-01-01T00:00:00Z", "2199-01-01T00:00:00+09:00"},
		{"cron(0 0 1 1 ? 2020)", "UTC", "2026-01-01T00:00:00Z", never},
		{"cron(0 0 30 2 ? *)", "UTC", "2026-01-01T00:00:00Z", never},
		{"at(2026-01-05T02:00:00)", "Europe/London", "2026-01-01T00:00:00Z", "2026-01-05T02:00:00Z"},
		{"at(2026-01-05T02:00:00)", "UTC", "2026-01-05T02:00:00Z", never},
		{"rate(1 hour)", "UTC", "2026-01-05T02:00:00Z", never},
		{"cron(0 2 * * ? *)", "Nowhere/None", "2026-01-05T01:59:59Z", never},
		{"cron(0 2 * * *)", "UTC", "2026-01-05T01:59:59Z", never},
		{"cron(0 2 * * * *)", "UTC", "2026-01-05T01:59:59Z", never},
		{"cron(60 2 * * ? *)", "UTC", "2026-01-05T01:59:59Z", never},
		{"cron(x 2 * * ? *)", "UTC", "2026-01-05T01:59:59Z", never},
		{"cron(9-5 2 * * ? *)", "UTC", "2026-01-05T01:59:59Z", never},
		{"cron(*/0 2 * * ? *)", "UTC", "2026-01-05T01:59:59Z", never},
		{"cron(0 2 xW * ? *)", "UTC", "2026-01-05T01:59:59Z", never},
		{"cron(0 2 ? * 1,2#3 *)", "UTC", "2026-01-05T01:59:59Z", never},
		{"at(tomorrow)", "UTC", "2026-01-05T01:59:59Z", never},
		{"", "UTC", "2026-01-05T01:59:59Z", never},
	}
	for _, test := range tests {
		after, err := time.Parse(time.RFC3339, test.after)
		if err != nil {
			t.Fatal(err)
		}
		got := never
		if next, ok := NextTime(test.expression, test.zone, after); ok {
			got = next.Format(time.RFC3339)
		}
		if got != test.want {
			t.Errorf("NextTime(%s, %s, %s) = %q, want %q", test.expression, test.zone, test.after, got, test.want)
		}
	}
}

func FuzzNextTime(f *testing.F) {
	for _, s := range []string{"0 2 * * ? *", "*/15 8-9 ? * MON-FRI *", "0 0 LW * ? *", "0 0 ? * TUE#2 *", "0 0 31W 2 ? 2026-2030/2"} {
		f.Add(s, int64(1767571200))
	}
	f.Fuzz(func(t *testing.T, fields string, at int64) {
		after := time.Unix(at%4_000_000_000, 0).UTC()
		next, ok := NextTime("cron("+fields+")", "UTC", after)
		if ok && (!next.After(after) || next.Second() != 0) {
			t.Errorf("NextTime(%q, %s) = %s", fields, after, next)
		}
	})
}
