package endpoint

import (
	"strconv"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/asl/engine"
)

func (e *Endpoint) listMapRuns(r *request) (asl.Object, error) {
	of, err := r.arn("executionArn", "execution")
	if err != nil {
		return nil, err
	}
	p, err := r.page("mapRuns", of.full)
	if err != nil {
		return nil, err
	}
	x, err := e.execution(of.full)
	if err != nil {
		return nil, err
	}
	now, _ := x.find(of.full)
	if now == nil {
		return nil, noExecution(of.full)
	}
	places := map[*engine.MapRun]uint64{}
	for i, run := range now.MapRuns {
		places[run] = uint64(i) + 1
	}
	shown, token := cut(p, now.MapRuns, false, func(run *engine.MapRun) uint64 { return places[run] })
	list := asl.Array{}
	for _, run := range shown {
		var item reply
		item.text("executionArn", now.ARN)
		item.text("mapRunArn", run.ARN)
		item.text("stateMachineArn", now.MachineARN)
		item.at("startDate", run.Start)
		item.at("stopDate", run.End)
		list = append(list, item.object())
	}
	return listed("mapRuns", list, token), nil
}

func (e *Endpoint) describeMapRun(r *request) (asl.Object, error) {
	arn := r.text("mapRunArn", 1, 2000)
	if err := r.fault(); err != nil {
		return nil, err
	}
	_, parent, run, err := e.mapRun(arn)
	if err != nil {
		return nil, err
	}
	var executions, items counts
	for _, x := range run.Executions {
		executions.add(x, 1)
		if x != nil {
			items.add(x, x.Items)
		}
	}
	// Others are of children that have not begun.
	items.pending = run.Items - items.total
	items.total = run.Items
	var out reply
	out.text("mapRunArn", run.ARN)
	out.text("executionArn", parent.ARN)
	out.text("status", string(run.Status))
	out.at("startDate", run.Start)
	out.at("stopDate", run.End)
	out.integer("maxConcurrency", int64(run.MaxConcurrency))
	out.set("toleratedFailurePercentage", asl.Number(strconv.FormatFloat(run.ToleratedFailurePercentage, 'f', -1, 64)))
	out.integer("toleratedFailureCount", int64(run.ToleratedFailureCount))
	out.set("itemCounts", items.reply())
	out.set("executionCounts", executions.reply())
	out.integer("redriveCount", 0)
	return out.object(), nil
}

// counts are what has become of items or executions.
type counts struct {
	pending, running, succeeded, failed, timedOut, aborted, total int
}

func (c *counts) add(x *engine.Execution, n int) {
	c.total += n
	if x == nil {
		c.pending += n
		return
	}
	switch x.Status {
	case engine.Running:
		c.running += n
	case engine.Succeeded:
		c.succeeded += n
	case engine.TimedOut:
		c.timedOut += n
	case engine.Aborted:
		c.aborted += n
	default:
		c.failed += n
	}
}

func (c *counts) reply() asl.Object {
	var out reply
	out.integer("pending", int64(c.pending))
	out.integer("running", int64(c.running))
	out.integer("succeeded", int64(c.succeeded))
	out.integer("failed", int64(c.failed))
	out.integer("timedOut", int64(c.timedOut))
	out.integer("aborted", int64(c.aborted))
	out.integer("total", int64(c.total))
	out.integer("resultsWritten", 0)
	return out.object()
}
