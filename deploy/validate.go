package deploy

import (
	"context"
	"fmt"
	"regexp"
)

// A Judgement is what the service says of a machine.
type Judgement struct {
	Machine  string
	Findings []Finding
}

// standsFor is what numberOf gives.
var standsFor = regexp.MustCompile(`<version of [A-Za-z0-9_-]+>`)

// Validate has the service judge the machines of a spec as they would be made;
// those without findings are left out. It changes nothing. An error may be a
// Fault of kind AccessDenied, for deploying does not need this permission.
func Validate(ctx context.Context, c Client, at Place, s Spec) ([]Judgement, error) {
	var all []Judgement
	for _, m := range s.machines(at) {
		resolved := *m
		resolved.Definition = standsFor.ReplaceAllString(m.Definition, "1") // any number
		found, err := c.Validate(ctx, &resolved)
		if err != nil {
			return nil, fmt.Errorf("validate %s: %w", m.ID(), err)
		}
		if len(found) > 0 {
			all = append(all, Judgement{m.Name, found})
		}
	}
	return all, nil
}
