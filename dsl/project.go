package dsl

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
)

// A Project is all the *.pipe.hcl files of one directory: one namespace.
type Project struct {
	// Dir is the directory as it was given to Load.
	Dir string

	// Name is what it says that it is called, of ProjectForm; empty: nothing.
	Name string

	// Sources are the files read, by the names that ranges have.
	Sources map[string][]byte

	// Pipelines, Clusters and Computes in the order of the files' names, then of the
	// source.
	Pipelines []*Pipeline
	Clusters  []*Cluster
	Computes  []*Compute

	named     hcl.Range // where it says its name
	variables map[string]*variable
	locals    map[string]*local
}

// Pipeline returns the pipeline of that name, or nil.
func (p *Project) Pipeline(name string) *Pipeline {
	for _, q := range p.Pipelines {
		if q.Name == name {
			return q
		}
	}
	return nil
}

// A variable is a variable block with its value.
type variable struct {
	name  string
	typ   cty.Type
	rng   hcl.Range
	value cty.Value // cty.DynamicVal after an error
}

// A local is one argument of a locals block; its expression is bound where it
// is used.
type local struct {
	name  string
	expr  hcl.Expression
	rng   hcl.Range
	value *cty.Value // once it is known to be a compile-time value

	// busy while it is being bound, to find locals that mention themselves.
	busy bool
	// cyclic: it does, which was told.
	cyclic bool
}
