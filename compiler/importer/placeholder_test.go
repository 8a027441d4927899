package importer

import (
	"strings"
	"testing"

	"github.com/pipectl/pipectl/asl"
)

// What another tool was to replace stays as text, and is told by name.
func TestPlaceholdersAreTold(t *testing.T) {
	m, err := asl.Decode([]byte(`{"QueryLanguage": "JSONata", "StartAt": "A", "States": {
		"A": {"Type": "Pass", "Output": {"b": "${Bucket}", "p": "s3://${Bucket}/${AWS::Region}/", "not": "{% $merge([{\"x\": \"${Code}\"}]) %}"}, "End": true}}}`))
	if err != nil {
		t.Fatal(err)
	}
	notes := strings.Join(Import(m, Options{}).Notes, "\n")
	if !strings.Contains(notes, "${AWS::Region}, ${Bucket} stay") {
		t.Errorf("the notes are\n%s", notes)
	}
}

// Names that are too long for the language are told with what they became.
func TestCutNamesAreTold(t *testing.T) {
	long := strings.Repeat("Very", 30) + " Long"
	m, err := asl.Decode([]byte(`{"StartAt": "` + long + `", "States": {"` + long + `": {"Type": "Wait", "Seconds": 5, "End": true}}}`))
	if err != nil {
		t.Fatal(err)
	}
	res := Import(m, Options{Name: long})
	notes := strings.Join(res.Notes, "\n")
	for _, want := range []string{`the pipeline is called "` + res.Pipeline + `", as ` + `"` + long + `" is longer`, `the state "` + long + `" is called "very_very`} {
		if !strings.Contains(notes, want) {
			t.Errorf("the notes have no\n%s\nbut are\n%s", want, notes)
		}
	}
	if len(res.Pipeline) > longestName {
		t.Errorf("%q is too long", res.Pipeline)
	}
}

func TestPipelineName(t *testing.T) {
	for _, test := range [][2]string{
		{"", "imported"},
		{"orders", "orders"},
		{"name", "name_pipeline"},
		{"Bad Name", "bad_name"},
		{strings.Repeat("a", 60), strings.Repeat("a", 60)},
		{strings.Repeat("a", 61), strings.Repeat("a", 60)},
	} {
		if got := PipelineName(test[0]); got != test[1] {
			t.Errorf("PipelineName(%q) = %q, want %q", test[0], got, test[1])
		}
	}
}
