package deploy

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
)

// A Saved is a plan to be carried out later, exactly: it holds what is wanted and
// of what state it was made, for a plan follows from these. It holds what the
// machines' definitions hold, and nothing of who made it.
type Saved struct {
	Format    int             `json:"pipectl_plan"`
	Place     Place           `json:"place"`
	Pipelines []SavedPipeline `json:"pipelines"`
	// Secrets are texts that are not shown when the plan is.
	Secrets []string `json:"secrets,omitempty"`
}

// A SavedPipeline is the plan of one pipeline.
type SavedPipeline struct {
	Against string   `json:"against"` // Plan.Against
	Changes []string `json:"changes"` // as Describe has them, for people and as a check
	Spec    Spec     `json:"spec"`
}

// savedFormat changes when a plan of before would be read wrongly.
const savedFormat = 1

// Save puts the plans of some specs into one file. plans[i] is that of specs[i].
// secrets are Saved.Secrets.
func Save(at Place, specs []Spec, plans []*Plan, secrets ...string) []byte {
	s := Saved{Format: savedFormat, Place: at, Secrets: secrets}
	for i, p := range plans {
		s.Pipelines = append(s.Pipelines, SavedPipeline{p.Against, describeAll(p), specs[i]})
	}
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(s); err != nil {
		panic("deploy: " + err.Error()) // values of ours can all be written
	}
	return out.Bytes()
}

// Open reads what Save wrote.
func Open(text []byte) (*Saved, error) {
	var s Saved
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(&s); err != nil {
		return nil, fmt.Errorf("this is no plan: %w", err)
	}
	if s.Format != savedFormat {
		return nil, fmt.Errorf("this is a plan of format %d, and not of %d: make it again", s.Format, savedFormat)
	}
	return &s, nil
}

// Plan is the plan that was saved, if what is live is what it was made of.
func (s SavedPipeline) Plan(l *Live) (*Plan, error) {
	p := Diff(l, s.Spec)
	if p.Against != s.Against {
		return nil, fmt.Errorf("what is live of %s has changed since the plan was made: make it again", s.Spec.Pipeline)
	}
	if !slices.Equal(describeAll(p), s.Changes) {
		return nil, fmt.Errorf("the plan of %s was made by another version of pipectl: make it again", s.Spec.Pipeline)
	}
	return p, nil
}

func describeAll(p *Plan) []string {
	all := []string{}
	for _, c := range p.Changes {
		all = append(all, Describe(c))
	}
	return all
}
