package dsl

import (
	"github.com/hashicorp/hcl/v2"

	"github.com/pipectl/pipectl/dsl/catalog"
)

// Permissions are what a pipeline says of the policy that is made for it. The
// zero value says nothing.
type Permissions struct {
	// Allow is added, Replace takes the place of what the policy says of the
	// same actions: see catalog.Amend. Parts of ARNs that only an account
	// decides are * where it is not pinned.
	Allow, Replace []Permission

	// Boundary is the ARN of the policy that bounds all roles of the
	// pipeline's own; empty: none.
	Boundary string
}

// A Permission is a statement.
type Permission struct {
	catalog.Statement
	Range hcl.Range // of its actions
}
