package validate_test

import (
	"encoding/json"
	"os"
	"slices"
	"testing"

	"github.com/pipectl/pipectl/asl"
)

// TestSchemaFields: what the schema knows of each type of state, asl decodes
// into a field of its own, so that the rules see it.
func TestSchemaFields(t *testing.T) {
	src, err := os.ReadFile("schema.json")
	if err != nil {
		t.Fatal(err)
	}
	var doc struct {
		Definitions map[string]struct {
			Properties map[string]any
		}
	}
	if err := json.Unmarshal(src, &doc); err != nil {
		t.Fatal(err)
	}
	// Values of the forms that fields need to be decoded.
	forms := []string{`"x"`, `true`, `[]`, `{"States":{}}`}
	for _, kind := range []string{"Task", "Wait", "Pass", "Succeed", "Fail", "Choice", "Parallel", "Map"} {
		if len(doc.Definitions[kind].Properties) == 0 {
			t.Errorf("the schema has no fields of %s", kind)
		}
		for field := range doc.Definitions[kind].Properties {
			if field == "Type" {
				continue
			}
			known := slices.ContainsFunc(forms, func(form string) bool {
				s, err := asl.DecodeState([]byte(`{"Type":"` + kind + `","` + field + `":` + form + `}`))
				return err == nil && len(s.Base().Extra) == 0
			})
			if !known {
				t.Errorf("asl does not know %s of a %s", field, kind)
			}
		}
	}
}
