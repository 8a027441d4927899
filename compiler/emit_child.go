package compiler

import (
	"fmt"
	"time"

	"github.com/zclconf/go-cty/cty"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/asl/jsonata"
	"github.com/pipectl/pipectl/compiler/region"
	"github.com/pipectl/pipectl/dsl"
	"github.com/pipectl/pipectl/dsl/catalog"
	"github.com/pipectl/pipectl/dsl/expr"
)

// A childNode is a part of a pipeline that runs as a machine of its own.
type childNode struct {
	name   string
	index  int   // from 1, as in the machine's name
	frame  frame // around it
	branch *branchNode
	// timeout of the execution; zero: none.
	timeout time.Duration
}

func (*childNode) node() {}

// A Part is a machine that a pipeline's machine runs a part of itself by.
type Part struct {
	Name    string // <pipeline>-<n>
	Machine *asl.Machine
}

// planChild plans a part of a pipeline as a machine of its own.
func (c *compile) planChild(first string, f frame, inner func(frame) node) *childNode {
	c.parts++
	n := &childNode{name: first + "-part", index: c.parts, frame: f}
	in := f
	in.scope = newScope(f.scope, 0)
	in.apart = true
	n.branch = &branchNode{scope: in.scope, frame: in, first: first, empty: first + "-empty", failed: first + "-part-branch-failed"}
	n.branch.body = inner(in)
	return n
}

// planApart plans a region that was cut out.
func (c *compile) planApart(r region.Region, parts []part, f frame) node {
	delete(c.apart, r)
	first := parts[region.First(r)[0]].name()
	return c.planChild(first, f, func(in frame) node { return c.planRegion(r, parts, in) })
}

// partName is the name of the machine of a part.
func (c *compile) partName(index int) string { return fmt.Sprintf("%s-%d", c.p.Name, index) }

// The error of a part, unwrapped: the cause of the call that ran it describes
// the execution, as JSON. An error of the call itself has another cause.
// One of more than 32,768 characters is cut off, and is JSON no more.
// States.Runtime, which nothing could catch, becomes one that can be caught.
var (
	partError = mustParse(describedPart + `$exists($e.Error) and $e.Error != 'States.Runtime' ? $e.Error : $states.errorOutput.Error)`)
	partCause = mustParse(describedPart + `$e.Error = 'States.Runtime' ? 'States.Runtime: ' & $e.Cause : ` +
		`$exists($e.Error) ? $e.Cause & '' : $states.errorOutput.Cause & '')`)
)

const describedPart = `($e := $contains($states.errorOutput.Cause & '', /^\{[^\x00]*\}$/) ? $parse($states.errorOutput.Cause); `

// emitChild writes the machine of a part, and the Task that runs it.
func (c *compile) emitChild(n *childNode, f flow) (string, []asl.Entry) {
	name := c.name(n.name)
	m := c.body(n.branch, c.tracks && f.fail != nil)
	m.QueryLanguage = "JSONata"
	m.Comment = fmt.Sprintf("A part of %s", c.p.Name)
	c.prune(m)
	read := freeIn(m)
	if len(read) > 0 {
		var assign asl.Object
		for _, v := range read {
			assign = append(assign, asl.Member{Key: v, Value: code(states("input", v))})
		}
		first := c.name(n.name + "-input")
		pass := &asl.Pass{Common: asl.Common{Output: asl.Object{}, Assign: assign}, Flow: asl.Flow{Next: m.StartAt}}
		m.States = append([]asl.Entry{c.state(first, "", "", c.p.Range, pass)}, m.States...)
		m.StartAt = first
	}
	c.children = append(c.children, Part{Name: c.partName(n.index), Machine: m})

	input := append(c.handed(read, n.frame), asl.Member{Key: "AWS_STEP_FUNCTIONS_STARTED_BY_EXECUTION_ID", Value: code(execution("Id"))})
	kind, _ := catalog.Lookup("pipeline")
	task := &asl.Task{
		Resource: c.resource("arn:aws:states:::states:startExecution.sync:2"),
		Arguments: asl.Object{
			{Key: "StateMachineArn", Value: c.partARN(n)},
			{Key: "Input", Value: input},
		},
		Retry: c.retriers([]dsl.Retry{dsl.TransientRetry}, kind.TransientOf(&kind.Modes[0])),
	}
	if n.timeout > 0 {
		task.TimeoutSeconds = number(int64(n.timeout / time.Second))
	}
	own := map[*variable]own{}
	for _, v := range n.branch.scope.exports {
		own[v] = nodeOwn(states("result", "Output", v.name))
	}
	to, out := f.fail, []asl.Entry(nil)
	if to == nil {
		// It fails with the part's own error.
		held := &jsonata.Var{Name: "failed_" + n.branch.first}
		failed := c.name(n.name + "-failed")
		out = append(out, c.state(failed, "", "", c.p.Range, &asl.Fail{Error: code(dots(held, "Error")), Cause: code(dots(held, "Cause"))}))
		to = &target{
			next: func() string { return failed },
			assign: func(e errorAt) asl.Object {
				return asl.Object{{Key: held.Name, Value: asl.Object{{Key: "Error", Value: code(e.name)}, {Key: "Cause", Value: code(e.cause)}}}}
			},
		}
	}
	for _, all := range []string{"States.DataLimitExceeded", "States.ALL"} { // see catchers
		k := asl.Catcher{ErrorEquals: []string{all}, Output: asl.Object{}, Next: to.next()}
		if to.assign != nil {
			k.Assign = to.assign(errorAt{name: partError, cause: partCause})
		}
		task.Catch = append(task.Catch, k)
	}
	c.finish(&task.Common, &task.Flow, f, &site{own})
	return name, append([]asl.Entry{c.state(name, c.partName(n.index), "part", c.p.Range, task)}, out...)
}

// partARN is the ARN of a part's machine, which lies beside the pipeline's own.
func (c *compile) partARN(n *childNode) asl.Value {
	const arn = `"arn:${aws.partition}:states:${aws.region}:${aws.account_id}:stateMachine:${part}"`
	x := c.template(arn, func(name string) expr.Expr {
		if name == "part" {
			return &expr.Lit{Val: cty.StringVal(c.partName(n.index)), Rng: c.p.Range}
		}
		return nil
	}, cty.String)
	return c.value(x, n.frame, nil, nil)
}
