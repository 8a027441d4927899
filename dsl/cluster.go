package dsl

import (
	"time"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"github.com/pipectl/pipectl/dsl/expr"
)

// A Cluster is a cluster block.
type Cluster struct {
	Name  string
	Label string // `cluster "emr" "lab"`
	Range hcl.Range

	// Top: it stands at top level and belongs to no pipeline.
	Top bool

	// Args as those of a task, by the catalog's cluster kind.
	Args []Arg

	// ClusterName is the name it is created or found with.
	ClusterName expr.Expr

	// Use is nil when the cluster is never given.
	Use   expr.Expr
	Reuse bool // acquire = "reuse"

	KeepOnFailure bool
	Keep          expr.Expr     // nil: false
	Timeout       time.Duration // of the creation; zero: none
	Protected     bool          // termination_protection
	Parameters    expr.Expr

	Retry []Retry

	// Deps are the tasks that its arguments mention: dependencies of every
	// user.
	Deps []Dep

	Index int
}

// MemberDefaults are the defaults of optional members inside an input.
type MemberDefaults struct {
	Members []MemberDefault            // of an object, sorted by name
	Inner   map[string]*MemberDefaults // by member; "" for the elements of a collection
}

// A MemberDefault is the default of one optional member.
type MemberDefault struct {
	Name  string
	Value cty.Value
}
