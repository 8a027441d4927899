package export_test

import (
	"fmt"
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/pipectl/pipectl/deploy"
	"github.com/pipectl/pipectl/deploy/export"
	"github.com/pipectl/pipectl/internal/exporttest"
)

// places are those that an export can be made for, with as little known as there
// can be, and all.
var places = []deploy.Place{
	{},
	{Account: ireland.Account},
	{Partition: ireland.Partition, Region: ireland.Region},
	ireland,
}

// unlike says in what exports of a spec, deployed to Ireland, differ from what a
// deploy makes there; empty: in nothing.
func unlike(w wish, known deploy.Place) string {
	at := export.Place(known)
	want := w(ireland)
	wanted := exporttest.Wanted(want, ireland)
	placed := known == ireland

	one, err := export.CloudFormation(w(at), at)
	if err != nil {
		return err.Error()
	}
	got, err := exporttest.Template(one.Text, nil, ireland)
	if err != nil {
		return fmt.Sprintf("cloudformation: %v\n%s", err, one.Text)
	}
	if diff := exporttest.Compare(wanted, got, placed); diff != "" {
		return fmt.Sprintf("cloudformation (-want +got):\n%s\n%s", diff, one.Text)
	}

	files, err := export.SAM(w(at), at)
	if err != nil {
		return err.Error()
	}
	others := map[string][]byte{}
	for _, f := range files[1:] {
		others[f.Name] = f.Text
	}
	if got, err = exporttest.Template(files[0].Text, others, ireland); err != nil {
		return fmt.Sprintf("sam: %v\n%s", err, files[0].Text)
	}
	for _, r := range got {
		if a, ok := r.(*deploy.Alias); ok && a.Description == "" {
			a.Description = "Kept by pipectl" // SAM has no way to say it
		}
	}
	if diff := exporttest.Compare(wanted, got, placed); diff != "" {
		return fmt.Sprintf("sam (-want +got):\n%s\n%s", diff, files[0].Text)
	}

	if files, err = export.Terraform([]deploy.Spec{w(at)}, at); err != nil {
		return err.Error()
	}
	if got, err = exporttest.Module(byName(files), ireland); err != nil {
		return fmt.Sprintf("terraform: %v\n%s", err, files[1].Text)
	}
	if diff := exporttest.Compare(wanted, got, placed); diff != "" {
		return fmt.Sprintf("terraform (-want +got):\n%s\n%s", diff, files[1].Text)
	}
	return ""
}

func byName(files []export.File) map[string][]byte {
	all := map[string][]byte{}
	for _, f := range files {
		all[f.Name] = f.Text
	}
	return all
}

// Whatever a spec can have is in the one that is exported here, so that nothing is
// left out of exports unseen.
func TestLakeHasEverything(t *testing.T) {
	others := []string{"Express", "Role", "LogData", "Keep"} // are in those of several, or not in what is made
	v := reflect.ValueOf(lake(ireland))
	for i := range v.NumField() {
		if name := v.Type().Field(i).Name; v.Field(i).IsZero() != slices.Contains(others, name) {
			t.Errorf("that there is a pipeline with %s is %v", name, !v.Field(i).IsZero())
		}
	}
}

func TestSame(t *testing.T) {
	for _, known := range places {
		if problem := unlike(lake, known); problem != "" {
			t.Errorf("with %+v: %s", known, problem)
		}
	}
}

func TestSameRandom(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		if problem := unlike(drawn(r), rapid.SampledFrom(places).Draw(r, "place")); problem != "" {
			r.Fatal(problem)
		}
	})
}

// What several pipelines of a module have in common is there once, and nothing is
// taken for another's.
func TestSeveral(t *testing.T) {
	at := export.Place(deploy.Place{})
	var specs []deploy.Spec
	var wanted []deploy.Resource
	for _, w := range several() {
		specs = append(specs, w(at))
		wanted = append(wanted, exporttest.Wanted(w(ireland), ireland)...)
	}
	files, err := export.Terraform(specs, at)
	if err != nil {
		t.Fatal(err)
	}
	got, err := exporttest.Module(byName(files), ireland)
	if err != nil {
		t.Fatal(err)
	}
	if diff := exporttest.Compare(wanted, got, false); diff != "" {
		t.Errorf("resources (-want +got):\n%s", diff)
	}
	for _, w := range several() {
		if problem := unlike(w, deploy.Place{}); problem != "" {
			t.Error(problem)
		}
	}
}

// Terraform composes characters, also where one is half of an escape that jsonencode
// has written: a pattern says the same whatever stands beside its accents.
func TestPatternWithAccents(t *testing.T) {
	for _, pattern := range []string{`{"a":["<` + "\u0301" + `"]}`, `{"a&` + "\u0301" + `":["x"]}`, `{"a":["\n` + "\u0301" + `"]}`, `{"a":["é<"]}`} {
		w := func(at deploy.Place) deploy.Spec {
			s := lake(at)
			s.Triggers = append(s.Triggers, deploy.Trigger{Name: "accents", Pattern: pattern, Template: `{"event":<aws.events.event.json>}`})
			return s
		}
		if problem := unlike(w, deploy.Place{}); problem != "" {
			t.Errorf("%s: %s", pattern, problem)
		}
	}
}
