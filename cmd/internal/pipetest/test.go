package pipetest

import (
	"time"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/dsl"
)

// A Suite is the tests of a project.
type Suite struct {
	Project *dsl.Project

	// Tests in the order of the files' names, then of the source.
	Tests []*Test

	// Sources are the files read, by the names that ranges have.
	Sources map[string][]byte
}

// A Test is a test block.
type Test struct {
	Name     string
	File     string
	Range    hcl.Range     // of the block's header
	Pipeline *dsl.Pipeline // nil only in mocks of a bare machine

	// Input is the execution's input; nil stands for {}.
	Input asl.Value

	// At is when the execution starts; zero: DefaultStart.
	At time.Time

	Mocks  Mocks
	Expect Expect
	Calls  []*ExpectCall
}

// DefaultStart is when an execution of a test starts that does not say.
var DefaultStart = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)

// Mocks are mock blocks, in the order in which they are tried.
type Mocks []*Mock

// Any is the name of mocks that answer for every name.
const Any = "*"

// A Mock answers for a service.
type Mock struct {
	Name  string
	Range hcl.Range // of the block's header; zero for one of a JSON file

	// Output is the task's result; nil stands for {}. With Error the call
	// fails instead.
	Output       asl.Value
	Error, Cause string

	// Times is how often it answers; 0: any number of times.
	Times int

	// Takes is how long the task takes.
	Takes time.Duration

	// call narrows the mock to requests for which it is true; nil: to none.
	call    hclsyntax.Expression
	project *dsl.Project // whose variables call may mention
}

// Expect is an expect block. Nil fields are not checked.
type Expect struct {
	Range hcl.Range

	Status  *Expected[string]    // "succeeded", "failed" or "timed_out"
	Output  *Expected[asl.Value] // equal to it
	Ran     *Expected[[]string]
	Skipped *Expected[[]string]
	Error   *Expected[*string]       // nil value: none
	Within  *Expected[time.Duration] // at most
}

// An Expected is one argument of an expect block.
type Expected[T any] struct {
	Value T
	Range hcl.Range // of the whole argument
}

// An ExpectCall is an expect_call block.
type ExpectCall struct {
	Name  string
	Range hcl.Range // of the block's header

	// Arguments are a part of what was sent; nil takes any.
	Arguments      asl.Value
	ArgumentsRange hcl.Range

	// Times is how many calls there are; nil: at least one.
	Times      *int
	TimesRange hcl.Range
}
