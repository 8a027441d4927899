package expr

import (
	"github.com/hashicorp/hcl/v2"
)

// A Scope says what an expression may mention.
type Scope struct {
	// Resolve binds the beginning of a traversal and says how many of its
	// steps it took, at least one. What is left is read as members of what
	// it gave: a Lit for a name known at compile time, a Ref for one that
	// an execution knows, any expression for a local that stands for one.
	// A name that does not exist, or may not be mentioned here, gives a Bad
	// and diagnostics.
	Resolve func(t hcl.Traversal) (e Expr, taken int, diags hcl.Diagnostics)

	// ReadFile gives the file at a path relative to the project, for file()
	// and its kin. Nil refuses them.
	ReadFile func(path string) ([]byte, error)

	// Catalog: the expression is one of the catalog's, in which arguments
	// decide the form of a call. A conditional whose condition is known is
	// the result that it picks, and the other may be of any type and need
	// not bind, where HCL wants both to agree; and it may call dynamo_map
	// and undynamo_map.
	Catalog bool
}
