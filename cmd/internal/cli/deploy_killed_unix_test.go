//go:build unix

package cli

import (
	"bytes"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/pipectl/pipectl/internal/awstest"
)

// The process is killed right after each of the calls that write, of a first
// deploy and of one after an edit of everything: what served serves, and the same
// command again ends where it would have ended, with nothing left to do.
func TestKilledDeploy(t *testing.T) {
	const before = `
pipectl { project = "shop" }
pipeline "orders" {
  alias = "live"
  schedule "nightly" { rate = "1 day" }
  trigger "event" "ordered" { pattern = { source = ["shop"] } }
  task "lambda" "load" { function = "load" }
}
`
	after := strings.NewReplacer(`function = "load"`, `function = "load-all"`, "1 day", "1 hour", `["shop"]`, `["store"]`).Replace(before)
	for _, scenario := range []struct {
		name     string
		from, to string
	}{{"first", "", before}, {"edit", before, after}} {
		start := func(t *testing.T) *here {
			t.Helper()
			a := newHere(t, scenario.from)
			if scenario.from != "" {
				a.deploy()
			}
			a.write(scenario.to)
			a.server.Forget()
			return a
		}
		calm := start(t)
		calm.deploy()
		calls := calm.writes()
		end := calm.says("status", calm.dir)
		for n, call := range calls {
			if testing.Short() && n%4 != 0 {
				continue
			}
			t.Run(fmt.Sprintf("%s/%d %s", scenario.name, n, call), func(t *testing.T) {
				a := start(t)
				cmd := exec.Command("pipectl", "deploy", "--yes", a.dir)
				var out bytes.Buffer
				cmd.Stdout, cmd.Stderr = &out, &out
				clock := httptest.NewServer(http.HandlerFunc((&awsAccount{now: a.moment()}).tell))
				defer clock.Close()
				cmd.Env = append(os.Environ(), clockVariable+"="+clock.URL)
				count := 0
				a.server.Meddle(func(c awstest.Call) *awstest.Trouble {
					if !c.Writes() {
						return nil
					}
					if count++; count != n+1 {
						return nil
					}
					return awstest.Killed(func() {
						if err := cmd.Process.Kill(); err != nil {
							t.Error(err)
						}
					})
				})
				if err := cmd.Run(); err == nil || cmd.ProcessState.ExitCode() != -1 {
					t.Fatalf("it was not killed: %v\n%s", err, &out)
				}
				a.server.Meddle(nil)
				if left := a.says("status", a.dir); scenario.from != "" && strings.Count(left, "takes 100 %") != 1 {
					t.Errorf("after it was killed, this serves:\n%s", left)
				}
				a.deploy()
				a.server.Forget()
				if again := a.deploy(); !strings.Contains(again, "No changes.") || len(a.writes()) > 0 {
					t.Errorf("deployed again there is something to do:\n%s%v", again, a.writes())
				}
				if got := a.says("status", a.dir); got != end {
					t.Errorf("it ends with\n%sand not with\n%s", got, end)
				}
			})
		}
		t.Logf("%s: killed after each of %d calls", scenario.name, len(calls))
	}
}
