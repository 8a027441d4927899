package catalog

import "github.com/zclconf/go-cty/cty"

// A Cluster is what a cluster block's first label names. Expressions are HCL
// over its arguments, cluster_id, and cluster_name: PIPELINE-NAME, at top level
// the block's own NAME. Those of a Call are otherwise as in a Kind.
type Cluster struct {
	// Name as users write it.
	Name string

	// Doc is what it is, in sentences; the first stands alone in lists.
	Doc string

	// Args in the order in which they are documented: what the cluster is
	// made of first, then how long it lives.
	Args []Arg

	// Notes as those of a Kind.
	Notes []string

	// AtMostOne as that of a Kind. RequiredToCreate are the arguments that
	// must be given, or another of a group of AtMostOne with them, unless use
	// is known at compile time; they are not Required.
	AtMostOne        [][]string
	RequiredToCreate []string

	// Create makes a cluster and waits until it can be used; Unwrap is its
	// id.
	Create Call
	Result cty.Type
	Unwrap string

	// Terminate asks for the end of the cluster and waits for nothing.
	Terminate Call

	// Unprotect lifts the protection that Protected, an argument, puts on,
	// without which Terminate is refused.
	Unprotect Call
	Protected string

	// Find lists clusters, for acquire = "reuse". Found are the ids of those
	// in the answer that will do, of which the first is taken. Where the
	// answer has a member of the name Page, the next page is the same call
	// with that member among its arguments.
	Find  Call
	Found string
	Page  string

	// Left lists the clusters that an execution may have left when a branch
	// of it was stopped; its pages are those of Find. Describe describes one,
	// by its ClusterId, and Mine, a condition over the answer, says whether it
	// is the execution's, by a tag that its creation has put among Tags, a
	// member of the creation's arguments: Tagged, over tags and keep.
	Left, Describe     Call
	Tags, Tagged, Mine string

	// Renamed is the error of a creation that goes by another name of ours.
	Renamed Renamed

	// Errors and Transient as those of a Kind, of Create. FindTransient are
	// those of Find, which another integration may raise under other names.
	Errors, Transient, FindTransient []string

	// Allow is what the machine's role needs to create and terminate,
	// AllowFind what it needs for Find and Left, AllowTag for Tagged,
	// AllowUnprotect for Unprotect.
	Allow, AllowFind, AllowTag, AllowUnprotect []Allow

	// Example is a cluster block that compiles in an otherwise empty
	// pipeline.
	Example string
}

// A Renamed is an error that the service raises under a name too wide to be
// caught by.
type Renamed struct {
	// Error is the name that users write in retry and catch.
	Error string
	// From is the name that the service raises.
	From string
	// When is an HCL condition over error.name and error.cause.
	When string
}
