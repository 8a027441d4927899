package catalog

import "strings"

// A Portable is a kind of task that says what to run and leaves to a compute
// block where. On it the task becomes one of a kind that calls a service, and is
// that in all that follows.
type Portable struct {
	// Name as users write it.
	Name string

	// Doc is what it does, in sentences; the first stands alone in lists.
	Doc string

	// Args in the order in which they are documented; one is runs_on.
	Args []Arg

	// Notes, Example and Beside as those of a Kind.
	Notes           []string
	Example, Beside string
}

// A Compute is what a compute block's first label names: where portable tasks
// run, and what they become there. Everything in such a block is known at
// compile time.
type Compute struct {
	// Name as users write it.
	Name string

	// Doc is what it is, in sentences; the first stands alone in lists.
	Doc string

	// Runs is the kind of portable task that it runs, Kind the kind that
	// such a task becomes.
	Runs *Portable
	Kind *Kind

	// Args in the order in which they are documented: those of Kind that
	// say where it runs, and some of its own that only Becomes mentions.
	Args []Arg

	// AtMostOne as that of a Kind.
	AtMostOne [][]string

	// Becomes gives arguments of Kind by HCL over the arguments of both
	// blocks, which are null where they are left out. An argument of Kind
	// that is not among them is that of the compute block of the same name.
	Becomes []Become

	// Pairs is an argument of the task, a list of strings, that has to be
	// pairs of a name with two dashes and a value, their names known at
	// compile time: in Becomes it is an object. Reserved are the names that
	// Becomes gives a meaning. Empty: none.
	Pairs    string
	Reserved []string

	// Notes are how the engine differs from the others.
	Notes []string

	// Example is a compute block named "example", with which the portable
	// kind's arguments make a task.
	Example string
}

// A Become is an argument of the kind that a portable task becomes.
type Become struct {
	Arg   string
	Value string // HCL
}

// Portables lists the portable kinds in alphabetical order.
var Portables = []*Portable{&container, &spark}

// Computes lists the kinds of compute in alphabetical order.
var Computes = []*Compute{
	&batchCompute,
	&emrCompute,
	&emrEKSCompute,
	&emrServerlessCompute,
	&fargateCompute,
	&glueCompute,
	&lambdaCompute,
}

// LookupPortable finds a portable kind by its name.
func LookupPortable(name string) (*Portable, bool) {
	for _, p := range Portables {
		if p.Name == name {
			return p, true
		}
	}
	return nil, false
}

// LookupCompute finds a kind of compute by its name.
func LookupCompute(name string) (*Compute, bool) {
	for _, c := range Computes {
		if c.Name == name {
			return c, true
		}
	}
	return nil, false
}

// On are the kinds of compute that run a portable kind, in alphabetical order.
func (p *Portable) On() []*Compute {
	var out []*Compute
	for _, c := range Computes {
		if c.Runs == p {
			out = append(out, c)
		}
	}
	return out
}

// Arg finds an argument of the portable kind by its name.
func (p *Portable) Arg(name string) (*Arg, bool) { return findArg(p.Args, name) }

// Arg finds an argument of the compute by its name.
func (c *Compute) Arg(name string) (*Arg, bool) { return findArg(c.Args, name) }

// infrastructure are arguments of a kind, for a compute block.
func infrastructure(k *Kind, names ...string) []Arg {
	var out []Arg
	for _, name := range names {
		a, ok := k.Arg(name)
		if !ok {
			panic("catalog: " + k.Name + " has no argument " + name)
		}
		out = append(out, *a)
	}
	return out
}

// runsOn is the argument of a portable task that names its compute block.
func runsOn(kinds ...string) Arg {
	return Arg{
		Name: "runs_on", Type: whatever, Ref: "compute", Required: true,
		Doc: "Where it runs: `compute.NAME`, a compute block of kind `" + strings.Join(kinds, "`, `") + "`.",
	}
}
