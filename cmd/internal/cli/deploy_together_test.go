package cli

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/pipectl/pipectl/internal/awstest"
)

const named = `
pipectl { project = "shop" }
variable "name" { default = "one" }
pipeline "orders" {
  alias = "live"
  task "lambda" "load" { function = var.name }
}
`

// tellsOfAnother is how a deploy says that there is another.
var tellsOfAnother = regexp.MustCompile(`another deploy|since the plan was made|under way`)

// Another person deploys something else between any two calls of a deploy: one of
// the two is told so, and what is deployed in the end is what one of them wanted,
// as plan says.
func TestTwoDeploysAtOnce(t *testing.T) {
	calls := deployHere(t, named)
	calls.server.Forget()
	calls.deploy("--var", "name=mine")
	n := len(calls.server.Calls())
	outcomes := map[string]int{}
	for at := range n {
		if testing.Short() && at%5 != 0 {
			continue
		}
		t.Run(fmt.Sprint(at), func(t *testing.T) {
			a := deployHere(t, named)
			var theirs, mine bytes.Buffer
			codeTheirs := -1
			count := 0
			a.server.Meddle(func(awstest.Call) *awstest.Trouble {
				if count++; count == at+1 { // those of the other are counted on
					codeTheirs = a.run(Streams{Out: &theirs, Err: &theirs}, "deploy", "--yes", a.dir, "--var", "name=theirs")
				}
				return nil
			})
			codeMine := a.run(Streams{Out: &mine, Err: &mine}, "deploy", "--yes", a.dir, "--var", "name=mine")
			a.server.Meddle(nil)
			for _, one := range []struct {
				who, text string
				code      int
			}{{"mine", mine.String(), codeMine}, {"theirs", theirs.String(), codeTheirs}} {
				if one.code == ExitDone {
					outcomes[one.who]++
				} else if !tellsOfAnother.MatchString(one.text) {
					t.Errorf("%s ends with %d and does not tell of another deploy:\n%s", one.who, one.code, one.text)
				}
			}
			if codeMine != ExitDone && codeTheirs != ExitDone {
				t.Fatalf("neither deploys\n%s\n%s", &mine, &theirs)
			}
			noneMine := strings.Contains(a.says("plan", a.dir, "--var", "name=mine"), "No changes")
			noneTheirs := strings.Contains(a.says("plan", a.dir, "--var", "name=theirs"), "No changes")
			if noneMine == noneTheirs || noneMine && codeMine != ExitDone || noneTheirs && codeTheirs != ExitDone {
				t.Errorf("mine ends with %d and is deployed: %v, theirs with %d: %v\n%s\n%s", codeMine, noneMine, codeTheirs, noneTheirs, &mine, &theirs)
			}
		})
	}
	// Each succeeds somewhere; where both do, one came after the other.
	if !testing.Short() && (outcomes["mine"] == 0 || outcomes["theirs"] == 0) {
		t.Errorf("it always ends the same way: %v", outcomes)
	}
	t.Log(n, "calls,", outcomes)
}
