package engine

import (
	"fmt"

	"github.com/pipectl/pipectl/asl"
)

// A program is a machine made ready to run: its states by name, and its
// language settled.
type program struct {
	machine *asl.Machine
	startAt string
	states  map[string]*code
}

// A code is one state of a program.
type code struct {
	name     string
	state    asl.State
	common   *asl.Common
	jsonata  bool
	branches []*program // of a Parallel
	item     *program   // of a Map
}

// compileMachine checks what running relies on: states that exist, and types
// that have what they need. It is no validation; asl/validate is.
func compileMachine(m *asl.Machine, outer *program, depth int) (*program, error) {
	if m == nil {
		return nil, &DefinitionError{Text: "there is no machine"}
	}
	if depth > maxNesting {
		return nil, &DefinitionError{Text: fmt.Sprintf("machines are nested more than %d deep", maxNesting)}
	}
	language := m.QueryLanguage
	p := &program{machine: m, startAt: m.StartAt, states: make(map[string]*code, len(m.States))}
	if outer != nil && language == "" {
		language = outer.machine.QueryLanguage
		if language != "" {
			inherited := *m
			inherited.QueryLanguage = language
			p.machine = &inherited
		}
	}
	if !isLanguage(language) {
		return nil, &DefinitionError{"/QueryLanguage", fmt.Sprintf("%q is no query language", language)}
	}
	for _, e := range m.States {
		c := &code{name: e.Name, state: e.State, common: e.State.Base()}
		own := c.common.QueryLanguage
		if !isLanguage(own) {
			return nil, &DefinitionError{asl.Pointer("", "States", e.Name, "QueryLanguage"), fmt.Sprintf("%q is no query language", own)}
		}
		c.jsonata = own == "JSONata" || own == "" && language == "JSONata"
		if err := c.compile(p, depth); err != nil {
			return nil, inside(asl.Pointer("", "States", e.Name), err)
		}
		p.states[e.Name] = c
	}
	if _, ok := p.states[m.StartAt]; !ok {
		return nil, &DefinitionError{"/StartAt", fmt.Sprintf("there is no state %q", m.StartAt)}
	}
	for _, e := range m.States {
		for _, next := range asl.Nexts(e.State) {
			if _, ok := p.states[next]; !ok {
				return nil, &DefinitionError{asl.Pointer("", "States", e.Name), fmt.Sprintf("there is no state %q to go on to", next)}
			}
		}
	}
	return p, nil
}

// inside puts a path before that of an error of compileMachine.
func inside(path string, err error) error {
	e := err.(*DefinitionError) //nolint:errorlint // compileMachine gives no other, and wraps none
	return &DefinitionError{path + e.Path, e.Text}
}

func isLanguage(name string) bool { return name == "" || name == "JSONPath" || name == "JSONata" }

func (c *code) compile(p *program, depth int) error {
	switch s := c.state.(type) {
	case *asl.Parallel:
		if len(s.Branches) == 0 {
			return &DefinitionError{Text: "a Parallel needs Branches"}
		}
		for i, b := range s.Branches {
			branch, err := compileMachine(b, p, depth+1)
			if err != nil {
				return inside(asl.PointerIndex("/Branches", i), err)
			}
			c.branches = append(c.branches, branch)
		}
	case *asl.Map:
		if s.Processor == nil {
			return &DefinitionError{Text: "a Map needs an ItemProcessor"}
		}
		var err error
		if c.item, err = compileMachine(s.Processor, p, depth+1); err != nil {
			return inside(asl.Pointer("", s.ProcessorField()), err)
		}
	case *asl.Task:
		if s.Resource == "" {
			return &DefinitionError{Text: "a Task needs a Resource"}
		}
	case *asl.Choice:
		if len(s.Choices) == 0 {
			return &DefinitionError{Text: "a Choice needs Choices"}
		}
	case *asl.Pass, *asl.Wait, *asl.Succeed, *asl.Fail:
	default:
		return &DefinitionError{Text: "the state has no known type"}
	}
	return nil
}
