package dsl

import (
	"github.com/hashicorp/hcl/v2"

	"github.com/pipectl/pipectl/dsl/catalog"
)

// A Compute is a compute block: where portable tasks run.
type Compute struct {
	Name  string
	Label string // `compute "glue" "wide"`
	Kind  *catalog.Compute
	Range hcl.Range

	// Args as those of a task, by the catalog's compute; all are known at
	// compile time, but an EMR cluster of the project, which is Cluster.
	Args []Arg
	// Cluster is the name of that cluster; empty: none.
	Cluster string
}
