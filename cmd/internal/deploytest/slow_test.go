package deploytest

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pipectl/pipectl/deploy"
	"github.com/pipectl/pipectl/internal/awstest"
)

// Where what was written shows late, and roles are not known for some time, a
// deploy waits, and leads to the same.
func TestSlowServices(t *testing.T) {
	from, to := specs(t, source(lakeBefore))[0], specs(t, source(lakeAfter))[0]
	quick := newAccount(t, awstest.Options{})
	quick.deploy(from)
	first := quick.everything()
	quick.deploy(to)
	second := quick.everything()
	for _, slow := range []awstest.Options{{Lag: 1}, {Lag: 2}, {Lag: 4}, {Propagation: 12}, {Lag: 3, Propagation: 14}} {
		t.Run(fmt.Sprintf("lag %d, propagation %d", slow.Lag, slow.Propagation), func(t *testing.T) {
			a := newAccount(t, slow)
			for _, step := range []struct {
				spec deploy.Spec
				want []string
			}{{from, first}, {to, second}} {
				begin := a.moment()
				a.deploy(step.spec)
				if a.moment().Equal(begin) {
					t.Error("it never waited")
				}
				a.settle()
				if diff := cmp.Diff(step.want, a.everything()); diff != "" {
					t.Errorf("what is there (-want +got):\n%s", diff)
				}
				if again := transcript(a.deploy(step.spec), writes); again != "" {
					t.Errorf("deployed again, it makes calls that write:\n%s", again)
				}
			}
		})
	}
}

// settle makes calls until what was written shows.
func (a *account) settle() {
	a.t.Helper()
	for range 8 {
		a.everything()
	}
}
