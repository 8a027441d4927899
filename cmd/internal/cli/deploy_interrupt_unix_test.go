//go:build unix

package cli

import (
	"bytes"
	"fmt"
	"os"
	"strings"
	"sync"
	"syscall"
	"testing"

	"github.com/pipectl/pipectl/internal/awstest"
)

// A teller tells when something was written.
type teller struct {
	mu    sync.Mutex
	text  bytes.Buffer
	wants string
	told  chan struct{}
}

func (w *teller) Write(b []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.text.Write(b)
	if w.wants != "" && strings.Contains(w.text.String(), w.wants) {
		w.wants = ""
		close(w.told)
	}
	return len(b), nil
}

// An interrupt ends a deploy, at any of its calls, after that call, says that the
// same again goes on, and the same again does.
func TestInterruptedDeploy(t *testing.T) {
	source := `
pipectl { project = "shop" }
pipeline "orders" {
  alias = "live"
  schedule "nightly" { rate = "1 day" }
  task "lambda" "load" { function = "load" }
}
`
	calls := deployHere(t, source).writes()
	if len(calls) < 10 {
		t.Fatalf("a deploy makes %d calls that write", len(calls))
	}
	for n, at := range calls {
		t.Run(fmt.Sprintf("%d %s", n, at), func(t *testing.T) {
			a := newHere(t, source)
			w := &teller{wants: "Interrupted: ", told: make(chan struct{})}
			count := 0
			a.server.Meddle(func(c awstest.Call) *awstest.Trouble {
				if !c.Writes() {
					return nil
				}
				if count++; count != n+1 {
					return nil
				}
				if err := syscall.Kill(os.Getpid(), syscall.SIGINT); err != nil {
					t.Error(err)
				}
				<-w.told
				return nil
			})
			code := a.run(Streams{Out: w, Err: w}, "deploy", "--yes", a.dir)
			got := a.writes()
			last := got[len(got)-1]
			// The lock may be taken back. What was the last call has been made.
			if last != at && (len(got) < 2 || got[len(got)-2] != at || last != "states:DeleteStateMachineAlias") {
				t.Errorf("the last calls are %v", got[max(0, len(got)-3):])
			}
			if n == len(calls)-1 {
				if code != ExitDone {
					t.Errorf("exit code %d though nothing was left to do\n%s", code, &w.text)
				}
			} else if code != ExitProblems || !strings.Contains(w.text.String(), "interrupted; what is done is whole, and the same command goes on from there") {
				t.Errorf("exit code %d\n%s", code, &w.text)
			}
			a.server.Meddle(nil)
			a.deploy()
			a.server.Forget()
			a.deploy()
			if left := a.writes(); len(left) > 0 {
				t.Errorf("something was left to do: %v", left)
			}
		})
	}
}
