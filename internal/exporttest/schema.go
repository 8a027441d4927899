package exporttest

import (
	_ "embed" // the schemas
	"encoding/json"
	"fmt"
	"slices"
	"sync"

	"github.com/xeipuuv/gojsonschema"
)

//go:embed schema/cloudformation.json
var cloudFormation []byte

// schemas are of resource types, by their names.
var schemas = sync.OnceValue(func() map[string]*gojsonschema.Schema {
	var all struct {
		Definitions map[string]any `json:"definitions"`
	}
	if err := json.Unmarshal(cloudFormation, &all); err != nil {
		panic("exporttest: " + err.Error())
	}
	out := map[string]*gojsonschema.Schema{}
	for kind := range all.Definitions {
		one, err := gojsonschema.NewSchema(gojsonschema.NewGoLoader(map[string]any{
			"definitions": all.Definitions, "$ref": "#/definitions/" + kind,
		}))
		if err != nil {
			panic("exporttest: the schema of " + kind + ": " + err.Error())
		}
		out[kind] = one
	}
	return out
})

// judge says what is wrong with the properties of a resource.
func judge(kind string, properties any) []string {
	schema := schemas()[kind]
	if schema == nil {
		return []string{"there is no schema of " + kind}
	}
	result, err := schema.Validate(gojsonschema.NewGoLoader(properties))
	if err != nil {
		return []string{err.Error()}
	}
	var problems []string
	for _, e := range result.Errors() {
		problems = append(problems, fmt.Sprint(e))
	}
	slices.Sort(problems)
	return problems
}
