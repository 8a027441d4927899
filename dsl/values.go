package dsl

import "github.com/zclconf/go-cty/cty"

// Variables are the values of the project's variables, by name: what else, a
// test say, may mention with it. A variable whose value is an error is
// cty.DynamicVal.
func (p *Project) Variables() map[string]cty.Value {
	out := make(map[string]cty.Value, len(p.variables))
	for name, v := range p.variables {
		out[name] = v.value
	}
	return out
}

// Locals are the values of the project's locals that are known at compile time,
// by name.
func (p *Project) Locals() map[string]cty.Value {
	out := map[string]cty.Value{}
	for name, l := range p.locals {
		if l.value != nil {
			out[name] = *l.value
		}
	}
	return out
}
