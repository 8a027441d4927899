package cli

import (
	"bytes"
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"pipectl": pipectl, "sfn": callSFN})
}

// pipectl is the program, but that it lives by the clock of a script's account
// where there is one.
func pipectl() {
	s := Streams{In: os.Stdin, Out: os.Stdout, Err: os.Stderr, Environ: os.Environ()}
	if url := os.Getenv(clockVariable); url != "" {
		s.Clock = distantClock(url)
	}
	os.Exit(Run(os.Args[1:], s))
}

// Each script is a story told on the command line: what is typed, what comes
// out on which stream, and with which exit code.
func TestScripts(t *testing.T) {
	// Of the test itself, where it does something by hand.
	for name, value := range map[string]string{
		"AWS_ACCESS_KEY_ID": "AKIDHAND", "AWS_SECRET_ACCESS_KEY": "secret", "AWS_CONFIG_FILE": os.DevNull, "AWS_SHARED_CREDENTIALS_FILE": os.DevNull,
	} {
		if err := os.Setenv(name, value); err != nil { //nolint:usetesting // Setenv of t is not for parallel tests
			t.Fatal(err)
		}
	}
	testscript.Run(t, testscript.Params{
		Dir:                 "../../../testdata/script",
		UpdateScripts:       os.Getenv("PIPECTL_UPDATE") == "1",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"aws":       awsCommand,
			"code":      code,
			"interrupt": interrupt,
			"local":     local,
			"repeat":    repeat,
		},
		Condition: func(name string) (bool, error) {
			if name == "root" { // whom permissions do not bind
				return os.Geteuid() == 0, nil
			}
			return false, fmt.Errorf("unknown condition %q", name)
		},
		Setup: func(e *testscript.Env) error {
			e.Setenv("NO_COLOR", "1")
			e.Values[localKey{}] = new(localProcess)
			e.Values[awsKey{}] = new(awsAccount)
			return nil
		},
	})
}

// code N CMD... runs a command that must exit with just that code.
func code(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: code N command...")
	}
	err := ts.Exec(args[1], args[2:]...)
	got := "0"
	if err != nil {
		_, after, ok := strings.Cut(err.Error(), "exit status ")
		if !ok {
			ts.Fatalf("%v", err)
		}
		got = after
	}
	if got != args[0] {
		ts.Fatalf("exit code %s, want %s", got, args[0])
	}
}

// repeat FILE N TEXT... writes a file of the texts, each N times.
func repeat(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 3 {
		ts.Fatalf("usage: repeat file n text...")
	}
	n, err := strconv.Atoi(args[1])
	ts.Check(err)
	var b bytes.Buffer
	for _, text := range args[2:] {
		text, err := strconv.Unquote(`"` + strings.ReplaceAll(text, `"`, `\"`) + `"`)
		ts.Check(err)
		b.WriteString(strings.Repeat(text, n))
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), b.Bytes(), 0o666))
}
