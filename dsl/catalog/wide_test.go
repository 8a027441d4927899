package catalog

import (
	"os"
	"slices"
	"strings"
	"testing"
)

// allAllows are all statements of the catalog.
func allAllows() []Allow {
	var all []Allow
	for _, k := range All {
		all = append(all, k.Allows()...)
	}
	for _, c := range Clusters {
		all = append(all, slices.Concat(c.Allow, c.AllowFind, c.AllowTag, c.AllowUnprotect)...)
	}
	for _, w := range waits {
		all = append(all, w.Allow...)
	}
	for _, o := range ownActions {
		all = append(all, o.Allow...)
	}
	return slices.Concat(all, Logging(), Tracing(), DistributedMap(), ReadItems(), WriteResults(), ListExecutions(), RunParts())
}

// Whatever is allowed on more than a name has a reason, and no reason is left
// over.
func TestWides(t *testing.T) {
	used := make([]bool, len(Wides))
	for _, a := range allAllows() {
		if !strings.Contains(a.Resource, "*") {
			continue
		}
		for _, action := range a.Actions {
			found := reasons(action, a.Resource)
			if len(found) != 1 {
				t.Errorf("%s on %s has %d reasons: %v", action, a.Resource, len(found), found)
			}
			for _, i := range found {
				used[i] = true
			}
		}
	}
	for i, w := range Wides {
		if !used[i] {
			t.Errorf("nothing is allowed that this is the reason of: %v on %s", w.Actions, w.Resource)
		}
		prose(t, "reason", w.Why)
	}
	if got := reasons("s3:GetObject", "arn:aws:s3:::lake/x"); got != nil {
		t.Errorf("an object by its name has the reasons %v", got)
	}
}

func TestPolicyPage(t *testing.T) {
	page := PolicyPage()
	got, err := os.ReadFile("../../docs/" + page.Name)
	if err != nil || string(got) != page.Text {
		t.Errorf("docs/%s is out of date (%v): run go generate ./dsl/catalog", page.Name, err)
	}
	for _, k := range All {
		if !strings.Contains(page.Text, "kinds/"+k.Name+".md)") && k.Name != "aws" && k.Name != "asl" {
			t.Errorf("it says nothing of %s", k.Name)
		}
	}
}
