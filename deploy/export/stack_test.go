package export

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/pipectl/pipectl/deploy"
)

func TestCamel(t *testing.T) {
	for _, test := range []struct{ name, want string }{
		{"nightly", "Nightly"},
		{"every_hour", "EveryHour"},
		{"a1_b2", "A1B2"},
		{"a_B", "AB8a8dd3ed"},
		{"a__b", "AB63e5c1c4"},
		{"aB", "AB042ac5b8"},
		{"_", "d2e2adf7"},
	} {
		if got := camel(test.name); got != test.want {
			t.Errorf("camel(%q) = %s, want %s", test.name, got, test.want)
		}
	}
}

// Names that differ have logical IDs that differ.
func TestCamelIsOneToOne(t *testing.T) {
	name := rapid.StringMatching(`[abAB1_]{1,6}`)
	rapid.Check(t, func(r *rapid.T) {
		a, b := name.Draw(r, "a"), name.Draw(r, "b")
		if a != b && camel(a) == camel(b) {
			r.Fatalf("camel(%q) = camel(%q) = %s", a, b, camel(a))
		}
	})
}

func TestSplit(t *testing.T) {
	for _, test := range []struct {
		text string
		want text
	}{
		{"", nil},
		{"a", text{literal("a")}},
		{anyAccount, text{unknown(anyAccount)}},
		{"arn:" + anyPartition + ":states:" + anyRegion + ":" + anyAccount + ":x", text{
			literal("arn:"), unknown(anyPartition), literal(":states:"), unknown(anyRegion), literal(":"), unknown(anyAccount), literal(":x"),
		}},
	} {
		if diff := cmp.Diff(test.want, split(test.text)); diff != "" {
			t.Errorf("split(%q) (-want +got):\n%s", test.text, diff)
		}
	}
}

func TestIsRefused(t *testing.T) {
	small := func(edits ...func(*deploy.Spec)) deploy.Spec {
		s := deploy.Spec{Project: "p", Pipeline: "a", Definition: "{}", LogLevel: "OFF"}
		for _, edit := range edits {
			edit(&s)
		}
		return s
	}
	long := func(s *deploy.Spec) { s.Pipeline = strings.Repeat("a", 40) }
	tests := []struct {
		name  string
		spec  deploy.Spec
		known deploy.Place
		want  [3]string // by CloudFormation, SAM, Terraform
	}{
		{
			"roles with names that depend on the region", small(long),
			deploy.Place{},
			[3]string{"depend on the region, which is not known", "depend on the region, which is not known", "depend on the region, which is not known"},
		},
		{"the same with a region", small(long), deploy.Place{Partition: "aws", Region: "eu-west-1"}, [3]string{}},
		{
			"the same with a role of others", small(long, func(s *deploy.Spec) { s.Role = "arn:aws:iam::123456789012:role/x" }),
			deploy.Place{},
			[3]string{},
		},
		{
			"a template too large", small(func(s *deploy.Spec) { s.Definition = `{"Comment":"` + strings.Repeat("x", mostTemplate) + `"}` }),
			deploy.Place{},
			[3]string{"those of SAM have the definitions in files of their own", "", ""},
		},
		{
			"a tag without a value", small(func(s *deploy.Spec) { s.Tags = deploy.Tags{"empty": "", "full": "x"} }),
			deploy.Place{},
			[3]string{`no tag without a value, such as "empty"`, `no tag without a value, such as "empty"`, ""},
		},
		{
			"a reference in the definition", small(func(s *deploy.Spec) { s.Definition = `{"Comment":"{{resolve:ssm:a}}"}` }),
			deploy.Place{},
			[3]string{"would put something else", "", ""}, // SAM's is in a file of its own
		},
		{
			"a reference in a tag", small(func(s *deploy.Spec) { s.LogLevel, s.Tags = "ALL", deploy.Tags{"a": "{{resolve:ssm:a}}"} }),
			deploy.Place{},
			[3]string{"would put something else", "would put something else", ""},
		},
		{
			"a policy that is no JSON", small(func(s *deploy.Spec) { s.Policy = "{" }),
			deploy.Place{},
			[3]string{"policy pipectl-run-<aws.region.name>-a/pipectl-", "policy pipectl-run-<aws.region.name>-a/pipectl-", ""},
		},
		{
			"a pattern that is no JSON", small(func(s *deploy.Spec) { s.Triggers = []deploy.Trigger{{Name: "x", Pattern: "{"}} }),
			deploy.Place{},
			[3]string{"rule default/pipectl-a-trigger-x: its document", "rule default/pipectl-a-trigger-x: its document", "rule default/pipectl-a-trigger-x: its document"},
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			at := Place(test.known)
			_, byCloudFormation := CloudFormation(test.spec, at)
			_, bySAM := SAM(test.spec, at)
			_, byTerraform := Terraform([]deploy.Spec{test.spec}, at)
			for i, err := range []error{byCloudFormation, bySAM, byTerraform} {
				if test.want[i] == "" && err != nil || test.want[i] != "" && (err == nil || !strings.Contains(err.Error(), test.want[i])) {
					t.Errorf("%d: error = %v, want %q", i, err, test.want[i])
				}
			}
		})
	}
}

func TestNeeds(t *testing.T) {
	s := deploy.Spec{
		Triggers: []deploy.Trigger{
			{Name: "a", Pattern: `{"source":["aws.s3"],"detail":{"bucket":{"name":["lake"]}}}`},
			{Name: "b", Pattern: `{"source":["aws.s3"],"detail":{"bucket":{"name":["lake"]},"object":{}}}`},
			{Name: "c", Bus: "shop", Pattern: `{"source":["shop"],"detail":{"bucket":{"name":["no bucket"]}}}`},
			{Name: "d", Bus: "default", Pattern: `{}`},
		},
		Notifies: []deploy.Notify{{Name: "dead", Topic: "arn:aws:sns:eu-west-1:123456789012:support"}},
	}
	want := []string{
		"The bucket lake has to send its events to EventBridge.",
		"The event bus shop has to be there.",
		"The topic arn:aws:sns:eu-west-1:123456789012:support has to be there, and to let events.amazonaws.com publish to it.",
	}
	if diff := cmp.Diff(want, Needs(s)); diff != "" {
		t.Errorf("needs (-want +got):\n%s", diff)
	}
}

// A user's own text that looks like what stands for a part stays as it is.
func TestDefinitionMentionsWhatStandsForAPart(t *testing.T) {
	at := Place(deploy.Place{})
	s := deploy.Spec{
		Project: "p", Pipeline: "a", LogLevel: "OFF",
		Definition: `{"Comment":"${Part1Version} and ${Part1Version_}","x":"` + deploy.PartARN(at, "a-1") + `"}`,
		Parts:      []deploy.Part{{Name: "a-1", Definition: "{}"}},
	}
	files, err := SAM(s, at)
	if err != nil {
		t.Fatal(err)
	}
	want := `{"Comment":"${Part1Version} and ${Part1Version_}","x":"${Part1Version__}"}`
	if got := string(files[2].Text); got != want {
		t.Errorf("definition = %s, want %s", got, want)
	}
	if !strings.Contains(string(files[0].Text), "Part1Version__: !Ref Part1Version\n") {
		t.Errorf("what stands for the part is not told:\n%s", files[0].Text)
	}
}
