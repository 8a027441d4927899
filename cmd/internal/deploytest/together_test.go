package deploytest

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pipectl/pipectl/deploy"
	"github.com/pipectl/pipectl/internal/awstest"
)

// Another deploys all of something else between two calls of a deploy, for any
// two. One of them is told that there is another; what serves and what starts is
// of one of them, and of none is a bit.
func TestAnotherDeployInBetween(t *testing.T) {
	from, mine := specs(t, source(lakeBefore))[0], specs(t, source(lakeAfter))[0]
	theirs := specs(t, source(strings.NewReplacer("load-before", "load-theirs", "1 day", "2 days", "shop", "mall").Replace(lakeBefore)))[0]
	start := func(t testing.TB) *account {
		a := newAccount(t, awstest.Options{})
		a.deploy(from)
		return a
	}
	alone := func(s deploy.Spec) []string {
		a := start(t)
		a.deploy(s)
		return serving(a)
	}
	wantMine, wantTheirs := alone(mine), alone(theirs)
	calls := start(t).deploy(mine)
	won := map[string]int{}
	for n, c := range calls {
		if testing.Short() && n%7 != 0 && n < len(calls)-1 && n > 0 {
			continue
		}
		t.Run(fmt.Sprintf("%d %s", n, c.Action()), func(t *testing.T) {
			a := start(t)
			count, inside := 0, false
			var errTheirs error
			a.server.Meddle(func(awstest.Call) *awstest.Trouble {
				if inside {
					return nil
				}
				if count++; count == n+1 {
					inside = true
					errTheirs = a.try(t.Context(), theirs, deploy.Shift{})
					inside = false
				}
				return nil
			})
			errMine := a.try(t.Context(), mine, deploy.Shift{})
			a.server.Meddle(nil)
			if errMine != nil && errTheirs != nil {
				// Then each has been told, and either may go on.
				won["neither"]++
				if errMine = a.try(t.Context(), mine, deploy.Shift{}); errMine != nil {
					t.Fatalf("mine ends with %v, theirs with %v", errMine, errTheirs)
				}
			}
			got := serving(a)
			diffMine, diffTheirs := cmp.Diff(wantMine, got), cmp.Diff(wantTheirs, got)
			switch {
			case errMine == nil && diffMine == "":
				won["mine"]++
			case errTheirs == nil && diffTheirs == "":
				won["theirs"]++
			default:
				t.Errorf("mine ends with %v, theirs with %v; what serves, from mine:\n%sfrom theirs:\n%s", errMine, errTheirs, diffMine, diffTheirs)
			}
			for _, err := range []error{errMine, errTheirs} {
				if err != nil && !strings.Contains(err.Error(), "deploy") {
					t.Errorf("the message does not tell of another deploy: %v", err)
				}
			}
		})
	}
	if t.Log(won); !testing.Short() && (won["mine"] == 0 || won["theirs"] == 0) {
		t.Errorf("the same always wins: %v", won)
	}
}

// The same is deployed all over between two calls of a deploy, for any two, the
// first time and after an edit: in the end it is deployed, whole, and nothing is
// left over. Both may succeed.
func TestTheSameDeployInBetween(t *testing.T) {
	from, to := specs(t, source(lakeBefore))[0], specs(t, source(lakeAfter))[0]
	for _, scenario := range []struct {
		name   string
		before []deploy.Spec
		spec   deploy.Spec
	}{{"first", nil, from}, {"edit", []deploy.Spec{from}, to}} {
		start := func(t testing.TB) *account {
			a := newAccount(t, awstest.Options{})
			for _, s := range scenario.before {
				a.deploy(s)
			}
			return a
		}
		calm := start(t)
		calls := calm.deploy(scenario.spec)
		want := calm.everything()
		ended := map[string]int{}
		for n, c := range calls {
			if testing.Short() && n%7 != 0 {
				continue
			}
			t.Run(fmt.Sprintf("%s/%d %s", scenario.name, n, c.Action()), func(t *testing.T) {
				a := start(t)
				count, inside := 0, false
				var inner error
				a.server.Meddle(func(awstest.Call) *awstest.Trouble {
					if inside {
						return nil
					}
					if count++; count == n+1 {
						inside = true
						inner = a.try(t.Context(), scenario.spec, deploy.Shift{})
						inside = false
					}
					return nil
				})
				outer := a.try(t.Context(), scenario.spec, deploy.Shift{})
				a.server.Meddle(nil)
				ended[fmt.Sprintf("outer %v, inner %v", outer == nil, inner == nil)]++
				for _, err := range []error{outer, inner} {
					if err != nil && !strings.Contains(err.Error(), "deploy") && !strings.Contains(err.Error(), "since the plan was made") {
						t.Errorf("the message does not tell of another deploy: %v", err)
					}
				}
				if outer != nil && inner != nil {
					if err := a.try(t.Context(), scenario.spec, deploy.Shift{}); err != nil {
						t.Fatalf("neither succeeds, and nor does the same once more: %v", err)
					}
				}
				if diff := cmp.Diff(want, a.everything()); diff != "" {
					t.Errorf("outer ends with %v, inner with %v; what is there (-want +got):\n%s", outer, inner, diff)
				}
			})
		}
		t.Log(scenario.name, ended)
	}
}

// serving is what serves and what starts it, without what is kept to go back to,
// which depends on who came first.
func serving(a *account) []string {
	var out []string
	for _, text := range a.everything() {
		if !strings.HasPrefix(text, "version ") && !strings.HasPrefix(text, "policy ") && !strings.HasPrefix(text, "role ") {
			out = append(out, text)
		}
	}
	return out
}
