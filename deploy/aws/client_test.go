package aws

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/pipectl/pipectl/deploy"
	"github.com/pipectl/pipectl/internal/awstest"
)

// connect opens a client of a server, by its flags alone.
func connect(t testing.TB, s *awstest.Server) *Client {
	t.Helper()
	return connectWith(t, Options{Region: "us-east-1", Endpoint: s.URL})
}

func connectWith(t testing.TB, opts Options) *Client {
	t.Helper()
	c, err := Open(t.Context(), opts)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// The environment of all tests has credentials, and no configuration else.
func TestMain(m *testing.M) {
	check := func(err error) {
		if err != nil {
			panic(err)
		}
	}
	for _, v := range os.Environ() {
		if name, _, _ := strings.Cut(v, "="); strings.HasPrefix(name, "AWS_") {
			check(os.Unsetenv(name))
		}
	}
	for name, value := range map[string]string{
		"AWS_ACCESS_KEY_ID": "AKIDTEST", "AWS_SECRET_ACCESS_KEY": "test-secret",
		"AWS_CONFIG_FILE": os.DevNull, "AWS_SHARED_CREDENTIALS_FILE": os.DevNull, "AWS_EC2_METADATA_DISABLED": "true",
	} {
		check(os.Setenv(name, value))
	}
	os.Exit(m.Run())
}

func TestPlace(t *testing.T) {
	s := awstest.Start(t, awstest.Options{Account: "210987654321"})
	c := connectWith(t, Options{Region: "eu-west-1", Endpoint: s.URL})
	for range 2 {
		got, err := c.Place(t.Context())
		if want := (deploy.Place{Partition: "aws", Region: "eu-west-1", Account: "210987654321"}); got != want || err != nil {
			t.Errorf("Place() = %v, %v, want %v", got, err, want)
		}
	}
	if n := len(s.Calls()); n != 1 {
		t.Errorf("%d calls, want 1: the answer is remembered", n)
	}
}

func TestConfiguration(t *testing.T) {
	s := awstest.Start(t, awstest.Options{})
	const nowhere = "http://127.0.0.1:1"
	file := filepath.Join(t.TempDir(), "config")
	text := "[profile work]\nregion = eu-central-1\naws_access_key_id = AKID2\naws_secret_access_key = s\nendpoint_url = " + s.URL + "\n" +
		"[profile signed]\nsso_session = s\nsso_account_id = 123456789012\nsso_role_name = r\n[sso-session s]\nsso_region = eu-west-1\nsso_start_url = https://example.com/start\n" +
		"[profile bare]\naws_access_key_id = AKID2\naws_secret_access_key = s\n"
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name   string
		env    map[string]string
		opts   Options
		region string
		fails  string
		ends   string // with which it fails
	}{
		{name: "flags", opts: Options{Region: "eu-west-1", Endpoint: s.URL}, region: "eu-west-1"},
		{name: "environment", env: map[string]string{"AWS_REGION": "eu-west-2", "AWS_ENDPOINT_URL": s.URL}, region: "eu-west-2"},
		{
			name:   "one service elsewhere",
			env:    map[string]string{"AWS_REGION": "eu-west-2", "AWS_ENDPOINT_URL": nowhere, "AWS_ENDPOINT_URL_STS": s.URL, "AWS_ENDPOINT_URL_SFN": s.URL},
			region: "eu-west-2",
		},
		{
			name: "a flag before the environment",
			env:  map[string]string{"AWS_REGION": "eu-west-2", "AWS_ENDPOINT_URL": nowhere, "AWS_ENDPOINT_URL_SFN": nowhere, "AWS_ENDPOINT_URL_STS": nowhere},
			opts: Options{Region: "eu-west-3", Endpoint: s.URL}, region: "eu-west-3",
		},
		{name: "profile", env: map[string]string{"AWS_CONFIG_FILE": file}, opts: Options{Profile: "work"}, region: "eu-central-1"},
		{name: "profile of the environment", env: map[string]string{"AWS_CONFIG_FILE": file, "AWS_PROFILE": "work"}, region: "eu-central-1"},
		{
			name:   "the variables of the environment for a region, in their order",
			env:    map[string]string{"AWS_REGION": "eu-west-2", "AWS_DEFAULT_REGION": "eu-west-3", "AWS_ENDPOINT_URL": s.URL},
			region: "eu-west-2",
		},
		{
			name:   "the older one, which goes before a profile too",
			env:    map[string]string{"AWS_DEFAULT_REGION": "eu-west-3", "AWS_CONFIG_FILE": file},
			opts:   Options{Profile: "work"},
			region: "eu-west-3",
		},
		{name: "no region", env: map[string]string{"AWS_CONFIG_FILE": file}, opts: Options{Profile: "bare"}, fails: "no AWS region is configured"},
		{name: "no profile", opts: Options{Profile: "other"}, fails: "read AWS configuration: failed to get shared config profile, other"},
		{
			name: "no credentials",
			env:  map[string]string{"AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": ""},
			opts: Options{Region: "eu-west-1"}, fails: "no AWS credentials are found: give --profile, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or log in with `aws sso login`",
		},
		{
			name: "credentials of a profile that has none",
			env:  map[string]string{"AWS_CONFIG_FILE": file},
			opts: Options{Profile: "signed", Region: "eu-west-1"}, fails: "get AWS credentials: ", ends: "; log in with `aws sso login`",
		},
		{name: "no region at all", opts: Options{Region: "us east"}, fails: `"us east" is no name of an AWS region, such as eu-west-1`},
		{name: "no region of the environment", env: map[string]string{"AWS_REGION": "us east"}, fails: `"us east" is no name of an AWS region, such as eu-west-1`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			for name, value := range test.env {
				t.Setenv(name, value)
			}
			c, err := Open(t.Context(), test.opts)
			if test.fails != "" {
				if err == nil || !strings.HasPrefix(err.Error(), test.fails) || !strings.HasSuffix(err.Error(), test.ends) {
					t.Errorf("Open fails with %v, want %s…%s", err, test.fails, test.ends)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			at, err := c.Place(t.Context())
			if err != nil || at.Region != test.region {
				t.Errorf("Place() = %v, %v, want region %s", at, err, test.region)
			}
			if _, err := c.List(t.Context(), deploy.ID{Kind: deploy.KindMachine}); err != nil {
				t.Error(err)
			}
		})
	}
}

// Where a call waits for its turn, that is seen by the clock it was given.
func TestPace(t *testing.T) {
	s := awstest.Start(t, awstest.Options{})
	now := time.Unix(1_000_000, 0)
	var slept []time.Duration
	c := connectWith(t, Options{
		Region: "us-east-1", Endpoint: s.URL,
		Now: func() time.Time { return now },
		Sleep: func(_ context.Context, d time.Duration) error {
			slept = append(slept, d)
			now = now.Add(d)
			return nil
		},
	})
	validate := func(times int) {
		t.Helper()
		for range times {
			if _, err := c.Validate(t.Context(), &deploy.Machine{Name: "m", Definition: "{}"}); err != nil {
				t.Fatal(err)
			}
		}
	}
	validate(100)
	if len(slept) > 0 {
		t.Errorf("the first 100 calls waited %v", slept)
	}
	validate(2)
	now = now.Add(10 * time.Second)
	validate(11)
	second := time.Second
	if diff := cmp.Diff([]time.Duration{second, second, second}, slept); diff != "" {
		t.Errorf("waits (-want +got):\n%s", diff)
	}

	// Whoever is interrupted while waiting does not call.
	s.Forget()
	ctx, cancel := context.WithCancel(t.Context())
	gone := connectWith(t, Options{
		Region: "us-east-1", Endpoint: s.URL, Now: func() time.Time { return now },
		Sleep: func(ctx context.Context, _ time.Duration) error { cancel(); return ctx.Err() },
	})
	var err error
	for range 101 {
		_, err = gone.Validate(ctx, &deploy.Machine{Name: "m", Definition: "{}"})
	}
	if err == nil || len(s.Calls()) != 100 {
		t.Errorf("after %d calls the error is %v", len(s.Calls()), err)
	}
}

func TestPaceIsOfEachOperation(t *testing.T) {
	now := time.Unix(0, 0)
	p := &pace{now: func() time.Time { return now }, sleep: func(context.Context, time.Duration) error { return nil }, buckets: map[string]bucket{}}
	for range 100 {
		p.take("CreateStateMachine")
	}
	if d := p.take("UpdateStateMachine"); d != 0 {
		t.Errorf("UpdateStateMachine waits %s", d)
	}
	if d := p.take("StartExecution"); d != 0 {
		t.Errorf("StartExecution waits %s", d)
	}
	// Two at once are let in one after the other.
	if a, b := p.take("CreateStateMachine"), p.take("CreateStateMachine"); a != time.Second || b != 2*time.Second {
		t.Errorf("CreateStateMachine waits %s and %s, want 1s and 2s", a, b)
	}
}
