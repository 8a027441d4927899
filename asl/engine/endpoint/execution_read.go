package endpoint

import (
	"slices"
	"strings"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/asl/engine"
)

func (e *Endpoint) describeExecution(r *request) (asl.Object, error) {
	of, err := r.arn("executionArn", "execution")
	data := r.word("includedData", "ALL_DATA", "METADATA_ONLY")
	if wrong := r.fault(); wrong != nil {
		return nil, wrong
	}
	if err != nil {
		return nil, err
	}
	x, err := e.execution(of.full)
	if err != nil {
		return nil, err
	}
	now, run := x.find(of.full)
	if now == nil {
		return nil, noExecution(of.full)
	}
	return x.describe(now, run, data), nil
}

// describe is what DescribeExecution answers of an execution or of a child of
// its Map Runs.
func (x *execution) describe(now *engine.Execution, run *engine.MapRun, data string) asl.Object {
	input := x.input
	if run != nil {
		input = string(asl.AppendValue(nil, now.Input, -1))
	}
	var out reply
	out.text("executionArn", now.ARN)
	out.text("stateMachineArn", now.MachineARN)
	out.text("name", now.Name)
	out.text("status", string(now.Status))
	out.at("startDate", now.Start)
	out.at("stopDate", now.End)
	out.payloads(input, now, data)
	out.failure(now)
	out.maybe("traceHeader", x.trace)
	if run != nil {
		out.text("mapRunArn", run.ARN)
	}
	out.maybe("stateMachineVersionArn", x.choice.versionARN)
	out.maybe("stateMachineAliasArn", x.choice.aliasARN)
	out.integer("redriveCount", 0)
	out.text("redriveStatus", "NOT_REDRIVABLE")
	out.text("redriveStatusReason", notRedrivable(now))
	return out.object()
}

func (e *Endpoint) describeStateMachineForExecution(r *request) (asl.Object, error) {
	of, err := r.arn("executionArn", "execution")
	data := r.word("includedData", "ALL_DATA", "METADATA_ONLY")
	if wrong := r.fault(); wrong != nil {
		return nil, wrong
	}
	if err != nil {
		return nil, err
	}
	x, err := e.execution(of.full)
	if err != nil {
		return nil, err
	}
	now, run := x.find(of.full)
	if now == nil {
		return nil, noExecution(of.full)
	}
	revision := x.choice.revision
	var out reply
	out.text("stateMachineArn", now.MachineARN)
	out.text("name", now.Machine)
	out.text("definition", revision.definitionFor(data))
	out.text("roleArn", now.Role)
	out.at("updateDate", revision.made)
	revision.put(&out)
	if run != nil {
		out.text("mapRunArn", run.ARN)
		out.text("label", run.Label)
	}
	out.text("revisionId", revision.id)
	return out.object(), nil
}

// A listedExecution is an execution in a list, and its place there.
type listedExecution struct {
	place uint64
	x     *execution
	now   *engine.Execution
	run   *engine.MapRun
}

func (e *Endpoint) listExecutions(r *request) (asl.Object, error) {
	machine, ofMachine := r.maybe("stateMachineArn", 1, mostARN)
	mapRun, ofRun := r.maybe("mapRunArn", 1, 2000)
	status, filtered := r.maybe("statusFilter", 0, 0)
	if filtered {
		r.word("statusFilter", "RUNNING", "SUCCEEDED", "FAILED", "TIMED_OUT", "ABORTED", "PENDING_REDRIVE")
	}
	redrive, _ := r.maybe("redriveFilter", 0, 0)
	if redrive != "" {
		r.word("redriveFilter", "REDRIVEN", "NOT_REDRIVEN")
	}
	p, err := r.page("executions", machine, mapRun, status, redrive)
	if err != nil {
		return nil, err
	}
	if ofMachine == ofRun {
		return nil, invalid("Must provide exactly one of stateMachineArn and mapRunArn")
	}
	var all []listedExecution
	if ofMachine {
		all, err = e.ofMachine(machine)
	} else {
		all, err = e.ofMapRun(mapRun)
	}
	if err != nil {
		return nil, err
	}
	all = slices.DeleteFunc(all, func(l listedExecution) bool {
		return filtered && string(l.now.Status) != status || redrive == "REDRIVEN"
	})
	slices.Reverse(all) // the most recent first
	shown, token := cut(p, all, true, func(l listedExecution) uint64 { return l.place })
	list := asl.Array{}
	for _, l := range shown {
		list = append(list, l.reply())
	}
	return listed("executions", list, token), nil
}

func (l listedExecution) reply() asl.Object {
	var item reply
	item.text("executionArn", l.now.ARN)
	item.text("stateMachineArn", l.now.MachineARN)
	item.text("name", l.now.Name)
	item.text("status", string(l.now.Status))
	item.at("startDate", l.now.Start)
	item.at("stopDate", l.now.End)
	if l.run != nil {
		item.text("mapRunArn", l.run.ARN)
		item.integer("itemCount", int64(l.now.Items))
	}
	item.maybe("stateMachineVersionArn", l.x.choice.versionARN)
	item.maybe("stateMachineAliasArn", l.x.choice.aliasARN)
	item.integer("redriveCount", 0)
	return item.object()
}

// ofMachine gives the executions of a machine, a version or an alias, in the
// order in which they were started.
func (e *Endpoint) ofMachine(s string) ([]listedExecution, error) {
	of, err := readARN(s, "stateMachine")
	if err != nil {
		return nil, err
	}
	e.account.mu.Lock()
	m, err := e.account.machine(of)
	switch {
	case err != nil:
	case of.rest != "" && m.version(of.rest) == nil && m.aliases[of.rest] == nil:
		err = notFound(s)
	case m.express:
		err = faultf("StateMachineTypeNotSupported", "This operation is not supported by this type of state machine")
	}
	e.account.mu.Unlock()
	if err != nil {
		return nil, err
	}
	var all []listedExecution
	for _, x := range e.account.all() {
		if x.choice.arn == m.arn && (of.rest == "" || x.choice.versionARN == s || x.choice.aliasARN == s) && x.running() != nil {
			all = append(all, listedExecution{x.place, x, x.look(), nil})
		}
	}
	return all, nil
}

// ofMapRun gives the executions that a Map Run started, in the order of their
// items.
func (e *Endpoint) ofMapRun(s string) ([]listedExecution, error) {
	x, _, run, err := e.mapRun(s)
	if err != nil {
		return nil, err
	}
	var all []listedExecution
	for i, inner := range run.Executions {
		if inner != nil {
			all = append(all, listedExecution{uint64(i) + 1, x, inner, run})
		}
	}
	return all, nil
}

// mapRun finds a Map Run, and the execution that started it, inside one that
// was started here.
func (e *Endpoint) mapRun(s string) (*execution, *engine.Execution, *engine.MapRun, error) {
	if !strings.HasPrefix(s, "arn:") || !strings.Contains(s, ":mapRun:") {
		return nil, nil, nil, invalidARN("Resource type not valid in this context: " + s)
	}
	e.account.mu.Lock()
	x := e.account.inside[s]
	e.account.mu.Unlock()
	if x != nil {
		if parent, run := runIn(x.look(), s); run != nil {
			return x, parent, run, nil
		}
	}
	return nil, nil, nil, notFound(s)
}

func runIn(x *engine.Execution, arn string) (*engine.Execution, *engine.MapRun) {
	if x == nil {
		return nil, nil
	}
	for _, run := range x.MapRuns {
		if run.ARN == arn {
			return x, run
		}
		for _, inner := range run.Executions {
			if parent, found := runIn(inner, arn); found != nil {
				return parent, found
			}
		}
	}
	return nil, nil
}
